package io.turnpike.flow;

/**
 * A value of the topic {@link Topics#LIMITS}: what a resource's public face may carry. A lifted limit is a value
 * without rates, so that its being applied can be acknowledged like that of any other.
 *
 * @param resourceNumber the resource in the packet path
 * @param version rises with every value written to the topic, over all resources
 * @param outBitsPerSecond layer-3 bits that may leave by the public face; {@link #NONE} for no limit
 * @param inBitsPerSecond layer-3 bits that may enter by it; {@link #NONE} for no limit
 * @param sinceMillis UTC, when it was decided
 */
public record Limit(
        String resourceId,
        int resourceNumber,
        long version,
        long outBitsPerSecond,
        long inBitsPerSecond,
        LimitReason reason,
        long sinceMillis) {
    /** A rate that limits nothing. */
    public static final long NONE = 0;

    public Limit {
        if (outBitsPerSecond < 0 || inBitsPerSecond < 0) {
            throw new IllegalArgumentException("a limit is not negative");
        }
    }

    /** Bits a second of one direction. */
    public long bitsPerSecond(Direction direction) {
        return direction == Direction.OUT ? outBitsPerSecond : inBitsPerSecond;
    }
}
