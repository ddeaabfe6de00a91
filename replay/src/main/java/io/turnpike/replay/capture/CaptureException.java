package io.turnpike.replay.capture;

import java.io.IOException;

/** The capture cannot be read from some octet on. What was read before stands. */
public final class CaptureException extends IOException {
    private final long offset;

    CaptureException(long offset, String message) {
        super(message);
        this.offset = offset;
    }

    /** The file ends inside of something. */
    static CaptureException truncated(long offset, String what, long expected, long found) {
        return new CaptureException(
                offset,
                "the capture is truncated: at octet %,d %s of %,d octets was expected, and the file ends after %,d of them"
                        .formatted(offset, what, expected, found));
    }

    /** What stands there is no part of a capture. */
    static CaptureException corrupt(long offset, String what) {
        return new CaptureException(offset, "the capture is corrupt at octet %,d: %s".formatted(offset, what));
    }

    /** Where what could not be read begins, in octets from the beginning of the file. */
    public long offset() {
        return offset;
    }
}
