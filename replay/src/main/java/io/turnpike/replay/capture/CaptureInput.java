package io.turnpike.replay.capture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The octets of a capture in one buffer, which is all the memory that reading takes. Knows where it is. */
final class CaptureInput {
    /** What is handed out in one piece, at the most. */
    static final int CAPACITY = 256 << 10;

    /** Behind the longest body of a block its trailer has to fit. */
    private static final int SLACK = 16;

    /** What is handed out of a piece that is longer than that: more than the headers of any packet. */
    static final int HEAD = 16 << 10;

    private final InputStream in;
    private final ByteBuffer buffer = ByteBuffer.allocate(CAPACITY + SLACK);
    private final ByteBuffer head = ByteBuffer.allocate(HEAD);
    private ByteOrder order = ByteOrder.BIG_ENDIAN;
    private long consumed;

    CaptureInput(InputStream in) {
        this.in = in;
        buffer.limit(0);
    }

    void order(ByteOrder order) {
        this.order = order;
    }

    ByteOrder order() {
        return order;
    }

    /** Octets from the beginning of the file to what is taken next. */
    long offset() {
        return consumed;
    }

    boolean isAtEnd() throws IOException {
        return available(1) == 0;
    }

    /** The next octets, left where they are; fewer than {@code count} where the file ends. At most {@link #CAPACITY}. */
    ByteBuffer peek(int count) throws IOException {
        int there = Math.min(count, available(count));
        return buffer.slice(buffer.position(), there).order(order);
    }

    /**
     * The next octets in one piece, valid until the next call.
     *
     * @param count at most a little more than {@link #CAPACITY}
     * @param what for the message if the file ends before
     */
    ByteBuffer take(int count, String what) throws IOException {
        int there = available(count);
        if (there < count) {
            throw CaptureException.truncated(consumed, what, count, there);
        }
        ByteBuffer piece = buffer.slice(buffer.position(), count).order(order);
        advance(count);
        return piece;
    }

    /** The first {@link #HEAD} octets of a piece of any length, which is taken as a whole. */
    ByteBuffer takeHead(long count, String what) throws IOException {
        if (count <= CAPACITY) {
            return take((int) count, what);
        }
        long begin = consumed;
        head.clear().put(take(HEAD, what)).flip();
        long rest = count - HEAD;
        while (rest > 0) {
            int some = (int) Math.min(rest, Math.min(CAPACITY, available(1)));
            if (some == 0) {
                throw CaptureException.truncated(begin, what, count, consumed - begin);
            }
            advance(some);
            rest -= some;
        }
        return head.slice().order(order);
    }

    private void advance(int count) {
        buffer.position(buffer.position() + count);
        consumed += count;
    }

    /** How many octets are in the buffer, after the attempt to have {@code wanted} there. */
    private int available(int wanted) throws IOException {
        if (buffer.remaining() < wanted) {
            fill(wanted);
        }
        return buffer.remaining();
    }

    private void fill(int wanted) throws IOException {
        buffer.compact();
        while (buffer.position() < wanted) {
            int read = in.read(buffer.array(), buffer.position(), buffer.remaining());
            if (read < 0) {
                break;
            }
            buffer.position(buffer.position() + read);
        }
        buffer.flip();
    }
}
