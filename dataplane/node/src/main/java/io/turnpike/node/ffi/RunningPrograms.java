package io.turnpike.node.ffi;

/** Programs of the packet path that are running on some CPU right now. */
public final class RunningPrograms {
    private RunningPrograms() {}

    /** Returns when every run has ended that had begun before: what it read of a map before, nobody goes by any more. */
    public static void awaitEnd() {
        LibC.awaitReaders();
    }
}
