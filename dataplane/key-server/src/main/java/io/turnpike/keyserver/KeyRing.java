package io.turnpike.keyserver;

import io.turnpike.keyapi.KeyId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The keys held now. Looks at the folder once a second; a folder that became unusable changes nothing and is told. */
final class KeyRing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);

    private final KeyFolder folder;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("key-folder").daemon().factory());
    private Map<Path, KeyFolder.Trace> traces;
    private volatile Map<KeyId, HeldKey> keys;
    private volatile @Nullable String problem;

    KeyRing(KeyFolder folder) throws IOException, UnusableKeysException {
        this.folder = folder;
        keys = folder.read();
        traces = folder.traces();
    }

    /** Has the listener called, on the watching thread, whenever other keys are held. */
    void watch(Consumer<Set<KeyId>> listener) {
        var _ = watch.scheduleWithFixedDelay(() -> look(listener), 1, 1, TimeUnit.SECONDS);
    }

    private void look(Consumer<Set<KeyId>> listener) {
        try {
            Map<Path, KeyFolder.Trace> now = folder.traces();
            if (now.equals(traces) && problem == null) {
                return;
            }
            keys = folder.read();
            traces = now;
            problem = null;
            LOG.info("{} keys are held now", keys.size());
            listener.accept(ids());
        } catch (UnusableKeysException | IOException | UncheckedIOException e) {
            String message = String.valueOf(e.getMessage());
            if (!message.equals(problem)) {
                LOG.error("the keys held stay as they were: {}", message);
            }
            problem = message;
        }
    }

    Optional<HeldKey> find(KeyId id) {
        return Optional.ofNullable(keys.get(id));
    }

    Set<KeyId> ids() {
        return keys.keySet();
    }

    /** Why the folder's present content is not used, or null. */
    @Nullable
    String problem() {
        return problem;
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
