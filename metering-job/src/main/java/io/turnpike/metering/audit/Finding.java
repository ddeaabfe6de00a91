package io.turnpike.metering.audit;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Locale;

/**
 * Something that the audit found.
 *
 * @param bootEpoch 0 if no process of the node is known
 * @param lastSequence {@value #UNKNOWN_END} if nobody knows yet how many batches are missing
 * @param interfaceName empty for a hole
 * @param direction empty for a hole
 * @param fromMillis UTC
 * @param untilMillis UTC; 0 while it goes on
 * @param amount of a hole what is missing, of a difference how much more was counted than was accounted for
 */
public record Finding(
        Kind kind,
        String node,
        long bootEpoch,
        long firstSequence,
        long lastSequence,
        String interfaceName,
        String direction,
        long fromMillis,
        long untilMillis,
        Amount amount) {
    public static final long UNKNOWN_END = -1;

    /** What it is about. */
    public enum Kind {
        /** Batches are missing. */
        HOLE,
        /** What was counted is not what it became. */
        CONSERVATION
    }

    /** The same for the same thing, whenever it is found. */
    public String id() {
        String id = kind.name().toLowerCase(Locale.ROOT) + "-" + node + "-" + bootEpoch + "-" + firstSequence;
        return interfaceName.isEmpty() ? id : id + "-" + interfaceName + "-" + direction;
    }

    Finding upTo(long sequence, Amount filled) {
        return new Finding(
                kind,
                node,
                bootEpoch,
                firstSequence,
                sequence,
                interfaceName,
                direction,
                fromMillis,
                untilMillis,
                filled);
    }

    void write(DataOutput out) throws IOException {
        out.writeUTF(kind.name());
        out.writeUTF(node);
        out.writeLong(bootEpoch);
        out.writeLong(firstSequence);
        out.writeLong(lastSequence);
        out.writeUTF(interfaceName);
        out.writeUTF(direction);
        out.writeLong(fromMillis);
        out.writeLong(untilMillis);
        amount.write(out);
    }

    static Finding read(DataInput in) throws IOException {
        return new Finding(
                Kind.valueOf(in.readUTF()),
                in.readUTF(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readUTF(),
                in.readUTF(),
                in.readLong(),
                in.readLong(),
                Amount.read(in));
    }
}
