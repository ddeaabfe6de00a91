package io.turnpike.node.ffi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.function.IntConsumer;

/**
 * A ring buffer of the kernel whose records are one 32-bit number each, read in place. For one reading thread. What an
 * earlier process has not read is read by the next.
 */
public final class RingBuffer {
    private static final VarHandle LONGS = ValueLayout.JAVA_LONG.varHandle();
    private static final VarHandle INTS = ValueLayout.JAVA_INT.varHandle();
    private static final long PAGE = 4096;
    private static final int HEADER_OCTETS = 8;
    private static final int BUSY = 1 << 31;
    private static final int DISCARDED = 1 << 30;

    private final int fd;
    private final long mask;
    private final MemorySegment consumer;
    /** The producer's position, then the data, twice in a row so that no record is in two parts. */
    private final MemorySegment producer;

    public RingBuffer(BpfMap map) {
        this.fd = map.fd();
        this.mask = map.maxEntries() - 1L;
        this.consumer = LibC.map(fd, PAGE);
        this.producer = LibC.mapReadOnly(fd, PAGE + 2L * map.maxEntries(), PAGE);
    }

    /** Waits until there is something to read, or so many milliseconds. */
    public boolean await(int millis) {
        return LibC.awaitReadable(fd, millis);
    }

    /** Reads what is there; how many records it was. */
    public int drain(IntConsumer reader) {
        int read = 0;
        long position = (long) LONGS.get(consumer, 0L);
        long end = (long) LONGS.getAcquire(producer, 0L);
        while (position < end) {
            long record = PAGE + (position & mask);
            int length = (int) INTS.getAcquire(producer, record);
            if ((length & BUSY) != 0) {
                break;
            }
            if ((length & DISCARDED) == 0) {
                reader.accept((int) INTS.get(producer, record + HEADER_OCTETS));
                read++;
            }
            position += HEADER_OCTETS + ((length & ~DISCARDED) + 7 & ~7);
            LONGS.setRelease(consumer, 0L, position);
        }
        return read;
    }
}
