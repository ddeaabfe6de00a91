package io.turnpike.node.ffi;

import java.io.Closeable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;

/** Attaches programs by pinned links: they stay attached without us, and are replaced without a gap. */
public final class BpfLink {
    /** Where a program sits on an interface; the numbers are the kernel's {@code enum bpf_attach_type}. */
    public enum Point {
        XDP(37),
        TCX_INGRESS(46),
        TCX_EGRESS(47);

        private final int attachType;

        Point(int attachType) {
            this.attachType = attachType;
        }
    }

    private BpfLink() {}

    /**
     * Attaches the program, or puts it in place of the one that an earlier process attached by the same pin. Call in the
     * network namespace of the interface.
     */
    public static void attach(int program, int interfaceIndex, Point point, Path pin) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = Native.errnoSegment(arena);
            if (Files.exists(pin) && replace(arena, errno, program, pin)) {
                return;
            }
            int link = create(errno, program, interfaceIndex, point);
            if ((int) LibBpf.OBJ_PIN.invokeExact(errno, link, arena.allocateFrom(pin.toString())) != 0) {
                throw new NativeException("pin " + pin, Native.errno(errno));
            }
            LibC.close(link);
        } catch (Throwable e) {
            throw Native.unexpected(e);
        }
    }

    /**
     * Attaches the program for as long as the process lives, or until the result is closed. Call in the network namespace
     * of the interface.
     */
    public static Closeable attach(int program, int interfaceIndex, Point point) {
        try (Arena arena = Arena.ofConfined()) {
            int link = create(Native.errnoSegment(arena), program, interfaceIndex, point);
            return () -> LibC.close(link);
        } catch (Throwable e) {
            throw Native.unexpected(e);
        }
    }

    private static int create(MemorySegment errno, int program, int interfaceIndex, Point point) throws Throwable {
        int link = (int)
                LibBpf.LINK_CREATE.invokeExact(errno, program, interfaceIndex, point.attachType, MemorySegment.NULL);
        if (link < 0) {
            throw new NativeException("attach " + point + " to interface " + interfaceIndex, Native.errno(errno));
        }
        return link;
    }

    /** False if the pinned link is dead, since its interface is gone; then the pin is removed. */
    private static boolean replace(Arena arena, MemorySegment errno, int program, Path pin) throws Throwable {
        int link = (int) LibBpf.OBJ_GET.invokeExact(errno, arena.allocateFrom(pin.toString()));
        if (link < 0) {
            throw new NativeException("open pinned link " + pin, Native.errno(errno));
        }
        int replaced = (int) LibBpf.LINK_UPDATE.invokeExact(errno, link, program, MemorySegment.NULL);
        LibC.close(link);
        if (replaced != 0) {
            Files.delete(pin);
        }
        return replaced == 0;
    }
}
