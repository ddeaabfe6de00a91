package io.turnpike.replay.capture;

import java.nio.ByteBuffer;

/**
 * An interface of a section of a pcapng file.
 *
 * @param snapshotOctets the most that was captured of a packet; 0 if there was no limit
 */
record CaptureInterface(int linkType, long snapshotOctets, TimeResolution resolution) {
    private static final int FIXED = 8;
    private static final int OPTION_HEADER = 4;
    private static final int END_OF_OPTIONS = 0;
    private static final int IF_TSRESOL = 9;
    private static final int IF_TSOFFSET = 14;

    /**
     * Reads the body of an Interface Description Block.
     *
     * @param offset of the block in the file, for messages
     */
    static CaptureInterface of(ByteBuffer body, long offset) throws CaptureException {
        if (body.limit() < FIXED) {
            throw CaptureException.corrupt(offset, "an interface description of " + body.limit() + " octets");
        }
        int linkType = Short.toUnsignedInt(body.getShort(0));
        long snapshot = Integer.toUnsignedLong(body.getInt(4));
        return new CaptureInterface(linkType, snapshot, resolution(body.position(FIXED), offset));
    }

    private static TimeResolution resolution(ByteBuffer options, long offset) throws CaptureException {
        TimeResolution resolution = TimeResolution.MICROSECONDS;
        while (options.remaining() >= OPTION_HEADER) {
            int code = Short.toUnsignedInt(options.getShort());
            int length = Short.toUnsignedInt(options.getShort());
            int padded = (length + 3) & ~3;
            if (code == END_OF_OPTIONS) {
                break;
            }
            if (padded > options.remaining()) {
                throw CaptureException.corrupt(
                        offset, "option %d of an interface reaches beyond its block".formatted(code));
            }
            int value = options.position();
            if (code == IF_TSRESOL && length >= 1) {
                resolution = resolution.withResolution(options.get(value) & 0xff);
            } else if (code == IF_TSOFFSET && length >= Long.BYTES) {
                resolution = resolution.withOffset(options.getLong(value));
            }
            options.position(value + padded);
        }
        if (!resolution.isSupported()) {
            throw CaptureException.corrupt(offset, "an interface counts time in units that no clock has");
        }
        return resolution;
    }
}
