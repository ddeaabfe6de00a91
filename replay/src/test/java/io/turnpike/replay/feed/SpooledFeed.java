package io.turnpike.replay.feed;

import io.turnpike.collector.Spool;
import io.turnpike.flow.FlowBatch;
import io.turnpike.flow.FlowRecord;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.replay.flow.Flow;
import io.turnpike.replay.flow.FlowObserver;
import io.turnpike.replay.flow.FlowTable;
import io.turnpike.replay.flow.FlowTimeouts;
import io.turnpike.replay.packet.IpPacket;
import io.turnpike.replay.packet.LinkLayer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Packets fed to a broker that takes all, and what it was given. */
final class SpooledFeed {
    private static final int RAW = 101;
    static final FeedIdentity IDENTITY = FeedIdentity.of("border1", "0".repeat(64));

    private final List<FlowBatch> batches = new ArrayList<>();
    private final List<Flow> flows = new ArrayList<>();
    private final Feed feed;
    private final FlowTable table;

    SpooledFeed(Path folder, int capacity) throws IOException {
        Spool spool = new Spool(folder, 1 << 26);
        feed = new Feed(IDENTITY, ObservationPoint.BORDER, folder, spool, new Taking(spool));
        table = new FlowTable(capacity, FlowTimeouts.DEFAULT, new Both());
    }

    private final class Taking implements Feed.Publisher {
        private final Spool spool;

        Taking(Spool spool) {
            this.spool = spool;
        }

        @Override
        public int publish() throws IOException {
            List<FlowBatch> spooled = spool.decodePending();
            batches.addAll(spooled);
            for (Path batch : spool.pending()) {
                spool.remove(batch);
            }
            return spooled.size();
        }

        @Override
        public void close() {}
    }

    private final class Both implements FlowObserver {
        @Override
        public void counted(Flow flow) {
            feed.counted(flow);
        }

        @Override
        public void ended(Flow flow) {
            feed.ended(flow);
            flows.add(flow);
        }
    }

    SpooledFeed at(double seconds, byte[] packet) throws IOException {
        long nanos = Math.round(seconds * 1e9);
        feed.advance(nanos);
        table.count((IpPacket) LinkLayer.read(RAW, ByteBuffer.wrap(packet), packet.length), nanos);
        return this;
    }

    SpooledFeed finish() throws IOException {
        table.endAll();
        feed.finish();
        feed.close();
        return this;
    }

    List<FlowBatch> batches() {
        return batches;
    }

    List<FlowRecord> records() {
        return batches.stream().flatMap(batch -> batch.records().stream()).toList();
    }

    List<Flow> flows() {
        return flows;
    }
}
