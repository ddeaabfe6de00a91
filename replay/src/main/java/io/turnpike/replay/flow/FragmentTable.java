package io.turnpike.replay.flow;

import io.turnpike.flow.IpAddress;
import io.turnpike.replay.packet.IpPacket;
import java.util.Comparator;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which flow the fragments of a datagram belong to: only its first fragment has the ports. Those that come before it are
 * kept as a sum; if it never comes they are a flow without ports.
 */
final class FragmentTable {
    /** Datagrams that are known at once. */
    static final int CAPACITY = 16_384;

    /** No receiver waits longer for the rest of a datagram (RFC 8200, 4.5); later the identification is used again. */
    static final long LONGEST_NANOS = 60_000_000_000L;

    /** RFC 791 and RFC 8200; the protocol tells datagrams apart in IPv4 only. */
    private record Datagram(boolean ipv6, int protocol, IpAddress source, IpAddress destination, long identification)
            implements Comparable<Datagram> {
        private static final Comparator<Datagram> ORDER = Comparator.comparingLong(Datagram::identification)
                .thenComparing(Datagram::source)
                .thenComparing(Datagram::destination)
                .thenComparingInt(Datagram::protocol)
                .thenComparing(Datagram::ipv6);

        static Datagram of(IpPacket packet, IpPacket.Fragment fragment) {
            return new Datagram(
                    packet.ipv6(),
                    packet.ipv6() ? 0 : packet.protocol(),
                    packet.source(),
                    packet.destination(),
                    fragment.identification());
        }

        @Override
        public int compareTo(Datagram other) {
            return ORDER.compare(this, other);
        }
    }

    /** What is known of a datagram. */
    private sealed interface Known {
        long sinceNanos();
    }

    /** The first fragment came: its ports are known. */
    private record First(IpPacket packet, long sinceNanos) implements Known {}

    /** It did not come yet. */
    private record Early(IpPacket packet, PacketSum sum) implements Known {
        @Override
        public long sinceNanos() {
            return sum.firstNanos();
        }
    }

    private final FlowTable flows;
    private final LinkedHashMap<Datagram, Known> datagrams = new LinkedHashMap<>();

    FragmentTable(FlowTable flows) {
        this.flows = flows;
    }

    void count(IpPacket packet, IpPacket.Fragment fragment, long nanos) {
        Datagram datagram = Datagram.of(packet, fragment);
        Known known = known(datagram, nanos);
        PacketSum sum = PacketSum.of(packet.octets(), nanos);
        if (fragment.first()) {
            IpPacket rest = packet.with(packet.transport().withoutFlags());
            flows.count(packet, sum);
            if (known instanceof Early early) {
                flows.count(rest, early.sum());
            }
            put(datagram, new First(rest, nanos));
            return;
        }
        switch (known) {
            case First first -> flows.count(first.packet(), sum);
            case Early early ->
                datagrams.put(datagram, new Early(early.packet(), early.sum().plus(sum)));
            case null -> put(datagram, new Early(packet, sum));
        }
    }

    private @Nullable Known known(Datagram datagram, long nanos) {
        Known known = datagrams.get(datagram);
        if (known == null || nanos - known.sinceNanos() < LONGEST_NANOS) {
            return known;
        }
        datagrams.remove(datagram);
        forget(known);
        return null;
    }

    private void put(Datagram datagram, Known known) {
        datagrams.remove(datagram);
        if (datagrams.size() >= CAPACITY) {
            forget(datagrams.pollFirstEntry().getValue());
        }
        datagrams.put(datagram, known);
    }

    private void forget(Known known) {
        if (known instanceof Early early) {
            flows.count(early.packet(), early.sum());
        }
    }

    void endAll() {
        datagrams.values().forEach(this::forget);
        datagrams.clear();
    }
}
