package io.turnpike.metering.registry;

import io.turnpike.flow.Resource;
import io.turnpike.metering.rules.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A registry that begins with the small cloud, or with nothing, and to which a test can add. */
public final class FixedFeed implements ResourceFeed {
    private static final long serialVersionUID = 1L;
    private static final Map<String, BlockingQueue<Resource>> ADDED = new ConcurrentHashMap<>();

    private final String name;
    private final boolean empty;

    private FixedFeed(String name, boolean empty) {
        this.name = name;
        this.empty = empty;
    }

    public static FixedFeed ofWorld() {
        return new FixedFeed("world", false);
    }

    public static FixedFeed empty(String name) {
        return new FixedFeed(name, true);
    }

    public void add(Resource resource) {
        added(name).add(resource);
    }

    private static BlockingQueue<Resource> added(String name) {
        return ADDED.computeIfAbsent(name, absent -> new LinkedBlockingQueue<>());
    }

    @Override
    public ResourceReader open() {
        return new Reader(name, empty);
    }

    private record Reader(String name, boolean empty) implements ResourceReader {
        @Override
        public List<Resource> readToEnd() {
            return empty ? List.of() : World.resources();
        }

        @Override
        public List<Resource> poll(Duration timeout) {
            Resource next = next(timeout);
            return next == null ? List.of() : List.of(next);
        }

        private @Nullable Resource next(Duration timeout) {
            try {
                return added(name).poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }

        @Override
        public void close() {}
    }
}
