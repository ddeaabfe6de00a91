package io.turnpike.node.sync;

import java.nio.ByteBuffer;

/** Makes datagrams, one at a time: begin, write, send. */
final class Outbox {
    /** Fits an Ethernet frame over IPv6 with room to spare; a fragment lost would be a datagram lost. */
    static final int MOST_OCTETS = 1400;

    private final int me;
    private final Authenticator authenticator;
    private final Transport transport;
    private final ByteBuffer buffer = ByteBuffer.allocate(MOST_OCTETS);
    private long incarnation;
    private long sequence;
    private long sent;

    Outbox(int me, long incarnation, Authenticator authenticator, Transport transport) {
        this.me = me;
        this.incarnation = incarnation;
        this.authenticator = authenticator;
        this.transport = transport;
    }

    long incarnation() {
        return incarnation;
    }

    void restart(long newIncarnation) {
        incarnation = newIncarnation;
        sequence = 0;
    }

    long sent() {
        return sent;
    }

    ByteBuffer begin(MessageType type, int to) {
        buffer.clear();
        new Header(type, me, to, incarnation, ++sequence).write(buffer);
        return buffer;
    }

    /** Octets that can still be written. */
    int room() {
        return MOST_OCTETS - Authenticator.TAG_OCTETS - buffer.position();
    }

    void send() {
        int length = buffer.position();
        authenticator.sign(buffer.array(), length);
        buffer.position(length + Authenticator.TAG_OCTETS).flip();
        transport.send(buffer);
        sent++;
    }
}
