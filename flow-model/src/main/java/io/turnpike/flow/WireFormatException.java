package io.turnpike.flow;

/** A value of a topic that cannot be read. It is kept aside with the {@link #reason()}; nothing else stops for it. */
public final class WireFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is wrong with the value. */
    public enum Reason {
        /** Not one of our values, cut short, or its checksum is wrong. */
        BROKEN,
        /** Written by a newer release than this one. */
        UNKNOWN_VERSION
    }

    private final Reason reason;

    public WireFormatException(Reason reason, String message) {
        super(reason + ": " + message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
