package io.turnpike.metering.registry;

import io.turnpike.flow.Resource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An index that is complete when it opens, and that a thread of its own keeps up to date from then on. */
public final class FollowedRegistry implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ResourceIndex index = new ResourceIndex();
    private final ResourceReader reader;
    private final Thread follower;
    private volatile boolean closed;
    private long givenUpVersion;
    private @Nullable RuntimeException failure;

    private FollowedRegistry(ResourceReader reader) {
        this.reader = reader;
        this.follower = Thread.ofPlatform().daemon().name("registry-follower").unstarted(this::follow);
    }

    /** Reads all there is, then follows. */
    public static FollowedRegistry open(ResourceFeed feed) {
        ResourceReader reader = feed.open();
        try {
            FollowedRegistry registry = new FollowedRegistry(reader);
            registry.put(reader.readToEnd());
            registry.follower.start();
            return registry;
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    private void follow() {
        try (reader) {
            while (!closed) {
                put(reader.poll(POLL));
            }
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void put(List<Resource> resources) {
        lock.lock();
        try {
            resources.forEach(index::put);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void fail(RuntimeException e) {
        lock.lock();
        try {
            failure = e;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the version is known, but not for ever: a version that did not come in time is not waited for again,
     * nor is an older one.
     */
    public void await(long version, Duration longest) throws InterruptedException {
        lock.lock();
        try {
            long nanos = longest.toNanos();
            while (index.version() < version && givenUpVersion < version && nanos > 0) {
                check();
                nanos = changed.awaitNanos(nanos);
            }
            if (index.version() < version) {
                givenUpVersion = Math.max(givenUpVersion, version);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Looks things up while nothing changes. */
    public void use(Consumer<ResourceIndex> user) {
        lock.lock();
        try {
            check();
            user.accept(index);
        } finally {
            lock.unlock();
        }
    }

    private void check() {
        if (failure != null) {
            throw new IllegalStateException("the registry is no longer followed", failure);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            follower.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
