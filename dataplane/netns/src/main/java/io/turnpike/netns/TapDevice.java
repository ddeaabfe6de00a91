package io.turnpike.netns;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * A network interface whose cable ends in this process: what the kernel sends out by it is received here, and what is
 * sent here the kernel receives. Ethernet frames, one a call. For one receiving and one sending thread.
 */
public final class TapDevice {
    private static final String CLONE_DEVICE = "/dev/net/tun";
    private static final int O_RDWR_CLOEXEC = 0x80002;
    private static final long TUNSETIFF = 0x400454caL;
    private static final int IFREQ_OCTETS = 40;
    private static final int IFREQ_FLAGS = 16;
    private static final short IFF_TAP_NO_PI = 0x1002;
    private static final int LONGEST_FRAME = 65536;

    private static final MethodHandle OPEN = libc("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle CLOSE = libc("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle READ =
            libc("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle WRITE =
            libc("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle IOCTL = libc(
            "ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), Linker.Option.firstVariadicArg(2));

    private final int fd;
    private final MemorySegment received = Arena.ofAuto().allocate(LONGEST_FRAME);
    private final MemorySegment sent = Arena.ofAuto().allocate(LONGEST_FRAME);

    private TapDevice(int fd) {
        this.fd = fd;
    }

    private static MethodHandle libc(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, options);
    }

    /** Makes the interface, in the namespace of the calling thread; it is gone when it is closed, and the other way round. */
    public static TapDevice open(String name) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            int fd = (int) OPEN.invokeExact(arena.allocateFrom(CLONE_DEVICE), O_RDWR_CLOEXEC);
            if (fd < 0) {
                throw new IOException("cannot open " + CLONE_DEVICE);
            }
            MemorySegment request = arena.allocate(IFREQ_OCTETS);
            request.setString(0, name);
            request.set(JAVA_SHORT, IFREQ_FLAGS, IFF_TAP_NO_PI);
            int made = (int) IOCTL.invokeExact(fd, TUNSETIFF, request);
            if (made < 0) {
                int closed = (int) CLOSE.invokeExact(fd);
                throw new IOException("cannot make the interface " + name + " (" + closed + ")");
            }
            return new TapDevice(fd);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * Waits for the next frame.
     *
     * @throws IOException when the interface is gone
     */
    public byte[] receive() throws IOException {
        try {
            long octets = (long) READ.invokeExact(fd, received, (long) LONGEST_FRAME);
            if (octets < 0) {
                throw new IOException("the interface is gone");
            }
            return received.asSlice(0, octets).toArray(JAVA_BYTE);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Whether the kernel took it. */
    public synchronized boolean send(byte[] frame) throws IOException {
        MemorySegment.copy(frame, 0, sent, JAVA_BYTE, 0, frame.length);
        try {
            return (long) WRITE.invokeExact(fd, sent, (long) frame.length) == frame.length;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Only when no thread receives any more. */
    public void close() throws IOException {
        try {
            int closed = (int) CLOSE.invokeExact(fd);
            if (closed < 0) {
                throw new IOException("cannot close the interface");
            }
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static IOException unexpected(Throwable e) {
        if (e instanceof RuntimeException runtime) {
            throw runtime;
        }
        return e instanceof IOException io ? io : new IOException(e);
    }
}
