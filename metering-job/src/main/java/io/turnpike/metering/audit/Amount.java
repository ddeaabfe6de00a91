package io.turnpike.metering.audit;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Octets and packets; cumulative, or a difference, which is negative where something was counted twice. */
public record Amount(long octets, long packets) {
    public static final Amount ZERO = new Amount(0, 0);

    /** As nobody can tell it. */
    public static final Amount UNKNOWN = new Amount(Long.MIN_VALUE, Long.MIN_VALUE);

    public boolean isKnown() {
        return octets != Long.MIN_VALUE;
    }

    Amount plus(Amount other) {
        return isKnown() && other.isKnown() ? new Amount(octets + other.octets, packets + other.packets) : UNKNOWN;
    }

    Amount minus(Amount other) {
        return isKnown() && other.isKnown() ? new Amount(octets - other.octets, packets - other.packets) : UNKNOWN;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(octets);
        out.writeLong(packets);
    }

    static Amount read(DataInput in) throws IOException {
        return new Amount(in.readLong(), in.readLong());
    }
}
