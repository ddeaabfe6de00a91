package io.turnpike.node.sync;

import io.turnpike.flow.IpAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node's heartbeat.
 *
 * @param name id of its NODE resource
 * @param handOver address that packets for its local addresses can be handed to
 * @param version of its own slots, now
 * @param oldest changes after this version can be repeated
 * @param digest of the sessions that it shares as their owner
 * @param others every other node that it knows of
 */
record Hello(String name, IpAddress handOver, long version, long oldest, long digest, List<Other> others) {
    /** Fits a datagram. */
    static final int MOST_OTHERS = 24;

    static final int MOST_NAME_OCTETS = 63;

    private static final int HAS_RECOVERED = 1;
    private static final int IS_ALIVE = 2;

    Hello {
        others = List.copyOf(others);
    }

    /**
     * What the sender knows of another node.
     *
     * @param heard its incarnation as last heard, 0 if never: proof to that node that the sender lives now
     * @param recovered the sender has from it what it held of the sender's sessions
     * @param alive it was heard a moment ago
     * @param replica the incarnation that its slots are known of
     * @param version up to which they are known
     * @param digest of its sessions that the sender holds
     */
    record Other(int number, long heard, boolean recovered, boolean alive, long replica, long version, long digest) {}

    @Nullable
    Other about(int number) {
        for (Other other : others) {
            if (other.number == number) {
                return other;
            }
        }
        return null;
    }

    void write(ByteBuffer out) {
        byte[] octets = name.getBytes(StandardCharsets.UTF_8);
        out.put((byte) octets.length).put(octets).put(handOver.toBytes());
        out.putLong(version).putLong(oldest).putLong(digest);
        out.put((byte) others.size());
        for (Other other : others) {
            out.putShort((short) other.number).putLong(other.heard);
            out.put((byte) ((other.recovered ? HAS_RECOVERED : 0) | (other.alive ? IS_ALIVE : 0)));
            out.putLong(other.replica).putLong(other.version).putLong(other.digest);
        }
    }

    static Hello read(ByteBuffer in) {
        byte[] name = new byte[in.get() & 0xff];
        in.get(name);
        byte[] address = new byte[16];
        in.get(address);
        long version = in.getLong();
        long oldest = in.getLong();
        long digest = in.getLong();
        int count = in.get() & 0xff;
        List<Other> others = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            others.add(readOther(in));
        }
        return new Hello(
                new String(name, StandardCharsets.UTF_8), IpAddress.ofBytes(address), version, oldest, digest, others);
    }

    private static Other readOther(ByteBuffer in) {
        int number = in.getShort() & 0xffff;
        long heard = in.getLong();
        int flags = in.get();
        return new Other(
                number,
                heard,
                (flags & HAS_RECOVERED) != 0,
                (flags & IS_ALIVE) != 0,
                in.getLong(),
                in.getLong(),
                in.getLong());
    }
}
