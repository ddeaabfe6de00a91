package io.turnpike.node.ffi;

import java.util.Map;

/** A system call or libbpf function failed. */
public final class NativeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int E2BIG = 7;
    static final int EEXIST = 17;

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(EPERM, "operation not permitted (root or CAP_BPF, CAP_NET_ADMIN needed)"),
            Map.entry(ENOENT, "not found"),
            Map.entry(7, "map full"),
            Map.entry(9, "bad file descriptor"),
            Map.entry(12, "out of memory"),
            Map.entry(13, "refused by the verifier or by permissions"),
            Map.entry(16, "busy"),
            Map.entry(EEXIST, "exists already"),
            Map.entry(19, "no such device"),
            Map.entry(22, "invalid argument"),
            Map.entry(28, "no space left"),
            Map.entry(95, "not supported by this kernel or device"));

    private final int errno;

    NativeException(String what, int errno) {
        super(what + ": " + NAMES.getOrDefault(errno, "error") + " (errno " + errno + ")");
        this.errno = errno;
    }

    public int errno() {
        return errno;
    }
}
