package io.turnpike.replay;

import io.turnpike.replay.capture.CapturedPacket;
import io.turnpike.replay.packet.IpPacket;
import io.turnpike.replay.packet.OtherFrame;
import java.util.SortedMap;
import java.util.TreeMap;

/** Where every packet of the capture went: into a flow, or under a name into the list of what is none. */
final class Totals {
    /** A capture of noise must not fill the memory with the names of it. */
    private static final int MOST_KINDS = 500;

    private static final String OTHER_KINDS = "of other kinds";

    /** Packets and their octets. */
    record Sum(long packets, long octets) {
        static final Sum ZERO = new Sum(0, 0);

        Sum plus(long moreOctets) {
            return new Sum(packets + 1, octets + moreOctets);
        }

        Sum plus(Sum other) {
            return new Sum(packets + other.packets, octets + other.octets);
        }
    }

    private final SortedMap<String, Sum> others = new TreeMap<>();
    private Sum inFlows = Sum.ZERO;
    private long unreadable;
    private long shortOnWire;
    private long firstNanos = Long.MAX_VALUE;
    private long lastNanos = Long.MIN_VALUE;

    void add(CapturedPacket captured, IpPacket packet) {
        seen(captured);
        inFlows = inFlows.plus(packet.octets());
        shortOnWire += packet.shortOnWire() ? 1 : 0;
    }

    void add(CapturedPacket captured, OtherFrame frame) {
        seen(captured);
        boolean isNew = !others.containsKey(frame.kind()) && others.size() >= MOST_KINDS;
        others.merge(isNew ? OTHER_KINDS : frame.kind(), Sum.ZERO.plus(frame.octets()), Sum::plus);
        unreadable += frame.readable() ? 0 : 1;
    }

    private void seen(CapturedPacket captured) {
        firstNanos = Math.min(firstNanos, captured.timeNanos());
        lastNanos = Math.max(lastNanos, captured.timeNanos());
    }

    /** Layer-3 octets. */
    Sum inFlows() {
        return inFlows;
    }

    /** By what they are; octets behind the link layer's header. */
    SortedMap<String, Sum> others() {
        return others;
    }

    Sum inOthers() {
        return others.values().stream().reduce(Sum.ZERO, Sum::plus);
    }

    long packets() {
        return inFlows.packets() + inOthers().packets();
    }

    /** Packets whose link layer is none of those that are read. */
    long unreadable() {
        return unreadable;
    }

    /** Packets in flows of which less was on the wire than their headers say. */
    long shortOnWire() {
        return shortOnWire;
    }

    /** Of the earliest packet, since 1970, UTC; meaningless without packets. */
    long firstNanos() {
        return firstNanos;
    }

    /** Of the latest packet. */
    long lastNanos() {
        return lastNanos;
    }
}
