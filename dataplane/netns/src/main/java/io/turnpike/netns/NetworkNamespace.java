package io.turnpike.netns;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A thread that lives in a network namespace, so that one process can attach there while it talks to Kafka from its
 * own. Sockets opened on the thread stay in the namespace whichever thread uses them.
 */
public final class NetworkNamespace implements AutoCloseable {
    private final ExecutorService thread;

    /** A thread in the namespace at a path such as {@code /run/netns/tp-director1}; null for the namespace of the process */
    public NetworkNamespace(@Nullable String path) {
        thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("netns").daemon().factory());
        if (path != null) {
            call(() -> {
                Setns.enter(path);
                return true;
            });
        }
    }

    /** Moves the calling thread, for all of its life, into the namespace at a path. */
    public static void enter(String path) {
        Setns.enter(path);
    }

    /** Runs the action on the thread and returns what it returned. */
    public <T> T call(Callable<T> action) {
        try {
            return CompletableFuture.supplyAsync(() -> checked(action), thread).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static <T> T checked(Callable<T> action) {
        try {
            return action.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    public int interfaceIndex(String name) {
        return call(() -> Setns.interfaceIndex(name));
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
