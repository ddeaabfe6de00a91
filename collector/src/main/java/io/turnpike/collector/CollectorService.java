package io.turnpike.collector;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a collector and its publisher on two threads, so that a slow broker never delays an interval. */
public final class CollectorService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CollectorService.class);

    private final Collector collector;
    private final BatchPublisher publisher;
    private final IntervalClock clock;
    private final long intervalMillis;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final AtomicLong spoolFailures = new AtomicLong();
    private final Thread collecting;
    private final Thread publishing;
    private volatile @Nullable String spoolProblem;

    /** A service with an active interval, 1,000 to 60,000; batches end on its multiples in UTC */
    public CollectorService(Collector collector, BatchPublisher publisher, IntervalClock clock, long intervalMillis) {
        if (intervalMillis < 1_000 || intervalMillis > 60_000) {
            throw new IllegalArgumentException("the interval " + intervalMillis + " ms is not in 1000..60000");
        }
        this.collector = collector;
        this.publisher = publisher;
        this.clock = clock;
        this.intervalMillis = intervalMillis;
        this.collecting = Thread.ofPlatform().name("collector").unstarted(this::collect);
        this.publishing = Thread.ofPlatform().name("publisher").unstarted(this::publish);
    }

    /** Recovers, then begins to collect and to publish. */
    public void start() throws IOException {
        collector.recover();
        collecting.start();
        publishing.start();
    }

    /** What keeps batches from disk, or null. Octets stay in the counters meanwhile. */
    public @Nullable String spoolProblem() {
        return spoolProblem;
    }

    public long spoolFailures() {
        return spoolFailures.get();
    }

    private void collect() {
        boolean last = false;
        while (!last) {
            long now = clock.nowMillis();
            long boundary = IntervalClock.nextBoundary(now, intervalMillis);
            last = awaitStop(boundary - now);
            endInterval(last ? clock.nowMillis() : boundary, last);
        }
        LockSupport.unpark(publishing);
    }

    private void endInterval(long endMillis, boolean last) {
        try {
            if (last) {
                collector.endLastInterval(endMillis);
            } else {
                collector.endInterval(endMillis);
            }
            spoolProblem = null;
            LockSupport.unpark(publishing);
        } catch (IOException | RuntimeException e) {
            spoolFailures.incrementAndGet();
            spoolProblem = e.toString();
            LOG.error("interval not written; its octets stay in the counters and go with the next one", e);
        }
    }

    private boolean awaitStop(long millis) {
        try {
            return stopping.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    private void publish() {
        while (collecting.isAlive()) {
            publishReleased();
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        }
        publishReleased();
    }

    private void publishReleased() {
        try {
            publisher.publishReleased();
        } catch (IOException | RuntimeException e) {
            LOG.error("spool not readable; will try again", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reports the interval so far, offers it to the broker, and stops. */
    @Override
    public void close() {
        stopping.countDown();
        try {
            collecting.join();
            publishing.join(TimeUnit.SECONDS.toMillis(8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        publisher.close();
    }
}
