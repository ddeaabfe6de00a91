package io.turnpike.replay.feed;

import io.turnpike.collector.BatchPublisher;
import io.turnpike.collector.Collector;
import io.turnpike.collector.IntervalClock;
import io.turnpike.collector.Spool;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.replay.flow.Flow;
import io.turnpike.replay.flow.FlowObserver;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reports flows by intervals of the capture's own time, as a node reports its sessions by the clock's. Nothing but the
 * capture decides what is in which batch.
 */
public final class Feed implements FlowObserver, AutoCloseable {
    private static final long INTERVAL_MILLIS = 10_000;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long SPOOL_OCTETS = 1L << 30;
    /** An interval in which more flows move is reported in parts. */
    private static final int MOST_MOVED = 131_072;

    /** Takes what was spooled. */
    interface Publisher extends AutoCloseable {
        int publish() throws IOException, InterruptedException;

        @Override
        void close();
    }

    private final FeedIdentity identity;
    private final ObservationPoint point;
    private final Path folder;
    private final Spool spool;
    private final Publisher publisher;
    private @Nullable CaptureSource source;
    private @Nullable Collector collector;
    private long boundaryMillis;
    private long batches;

    /** A feed to the topic of the metering job. */
    public static Feed to(String bootstrapServers, FeedIdentity identity, ObservationPoint point) throws IOException {
        Path folder = Files.createTempDirectory("turnpike-replay");
        Spool spool = new Spool(folder, SPOOL_OCTETS);
        BatchPublisher batches = new BatchPublisher(identity.exportingProcessId(), bootstrapServers, spool);
        return new Feed(identity, point, folder, spool, new Published(batches, spool));
    }

    Feed(FeedIdentity identity, ObservationPoint point, Path folder, Spool spool, Publisher publisher) {
        this.identity = identity;
        this.point = point;
        this.folder = folder;
        this.spool = spool;
        this.publisher = publisher;
    }

    /** Ends the intervals that are over at the time of a packet that is to be counted next. */
    public void advance(long nanos) throws IOException {
        long millis = nanos / NANOS_PER_MILLI;
        if (source == null) {
            begin(IntervalClock.nextBoundary(millis, INTERVAL_MILLIS));
        } else if (millis >= boundaryMillis) {
            endInterval(boundaryMillis);
            long next = IntervalClock.nextBoundary(millis, INTERVAL_MILLIS);
            if (next - INTERVAL_MILLIS > boundaryMillis) {
                // One empty interval for a pause of any length: octets must not be spread over it.
                endInterval(next - INTERVAL_MILLIS);
            }
            boundaryMillis = next;
        } else if (source.moved() >= MOST_MOVED) {
            endInterval(Math.max(source.reportedUntilMillis(), millis));
        }
    }

    private void begin(long boundary) {
        boundaryMillis = boundary;
        source = new CaptureSource(identity, point, boundary - INTERVAL_MILLIS);
        collector = new Collector(identity.exportingProcessId(), identity.bootEpoch(), source, spool);
    }

    @Override
    public void counted(Flow flow) {
        sourceOf(flow).moved(flow);
    }

    @Override
    public void ended(Flow flow) {
        sourceOf(flow).ended(flow);
    }

    private CaptureSource sourceOf(Flow flow) {
        if (source == null) {
            throw new IllegalStateException("a flow without a packet: " + flow.source());
        }
        return source;
    }

    /** All flows have ended: reports what is left. */
    public void finish() throws IOException {
        if (source != null) {
            endInterval(boundaryMillis);
        }
    }

    private void endInterval(long endMillis) throws IOException {
        if (collector == null) {
            throw new IllegalStateException("an interval before the first packet");
        }
        collector.endInterval(endMillis);
        try {
            batches += publisher.publish();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while feeding");
        }
    }

    /** Batches that were published. */
    public long batches() {
        return batches;
    }

    /** What the broker did not take is thrown away: the file has it. */
    @Override
    public void close() throws IOException {
        publisher.close();
        for (Path batch : spool.pending()) {
            spool.remove(batch);
        }
        Files.deleteIfExists(folder);
    }

    private record Published(BatchPublisher batches, Spool spool) implements Publisher {
        @Override
        public int publish() throws IOException, InterruptedException {
            int published = batches.publishReleased();
            if (!spool.pending().isEmpty()) {
                throw new IOException("Kafka did not take all; feed the file again, nothing is counted twice by that");
            }
            return published;
        }

        @Override
        public void close() {
            batches.close();
        }
    }
}
