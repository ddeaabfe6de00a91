package io.turnpike.replay.flow;

import io.turnpike.replay.packet.IpPacket;
import io.turnpike.replay.packet.LinkLayer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A flow table that packets are put into as octets, and the flows that came of it. */
final class Table {
    private static final int RAW = 101;

    private final List<Flow> ended = new ArrayList<>();
    private final FlowTable flows;

    Table(int capacity) {
        this(capacity, FlowTimeouts.DEFAULT);
    }

    Table(int capacity, FlowTimeouts timeouts) {
        flows = new FlowTable(capacity, timeouts, ended::add);
    }

    Table at(double seconds, byte[] packet) {
        IpPacket read = (IpPacket) LinkLayer.read(RAW, ByteBuffer.wrap(packet), packet.length);
        flows.count(read, Math.round(seconds * 1e9));
        return this;
    }

    FlowTable flows() {
        return flows;
    }

    /** Of those that ended so far. */
    List<String> ended() {
        return ended.stream().map(Table::text).toList();
    }

    /** All, in the order in which they began. */
    List<String> all() {
        flows.endAll();
        return ended.stream()
                .sorted(Comparator.comparingLong(Flow::ordinal))
                .map(Table::text)
                .toList();
    }

    private static String text(Flow flow) {
        return "%d %s > %s %d/%d %d/%d %.1f-%.1f %s"
                .formatted(
                        flow.protocol(),
                        flow.source(),
                        flow.destination(),
                        flow.fromInitiator().packets(),
                        flow.fromInitiator().octets(),
                        flow.fromResponder().packets(),
                        flow.fromResponder().octets(),
                        flow.firstNanos() / 1e9,
                        flow.lastNanos() / 1e9,
                        flow.endReason());
    }
}
