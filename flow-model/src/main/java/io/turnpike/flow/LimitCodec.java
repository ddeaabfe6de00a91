package io.turnpike.flow;

/** Limits on the wire, version {@value #VERSION}. */
public final class LimitCodec {
    public static final int VERSION = 1;
    private static final int MAGIC = 0x54504c4d; // TPLM

    private LimitCodec() {}

    public static byte[] encode(Limit limit) {
        WireWriter out = new WireWriter(MAGIC, VERSION);
        out.text(limit.resourceId());
        out.varint(limit.resourceNumber());
        out.varint(limit.version());
        out.varint(limit.outBitsPerSecond());
        out.varint(limit.inBitsPerSecond());
        out.varint(limit.reason().code());
        out.varint(limit.sinceMillis());
        return out.finish();
    }

    public static Limit decode(byte[] bytes) throws WireFormatException {
        WireReader in = new WireReader(bytes, MAGIC, VERSION);
        try {
            Limit limit = new Limit(
                    in.text(),
                    in.integer(),
                    in.varint(),
                    in.varint(),
                    in.varint(),
                    Coded.of(LimitReason.class, in.varint()),
                    in.varint());
            in.finish();
            return limit;
        } catch (IllegalArgumentException e) {
            throw WireReader.broken(String.valueOf(e.getMessage()));
        }
    }
}
