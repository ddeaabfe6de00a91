package io.turnpike.flow;

import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.jspecify.annotations.NullMarked;

/** Arbitrary records. */
@NullMarked
final class FlowRecords {
    private FlowRecords() {}

    static Arbitrary<FlowRecord> arbitrary() {
        return Arbitraries.randomValue(FlowRecords::any);
    }

    private static FlowRecord any(Random random) {
        long start = random.nextLong(1L << 42);
        return new FlowRecord(
                pick(random, ObservationPoint.values()),
                pick(random, Entry.values()),
                pick(random, Mark.values()),
                pick(random, Side.values()),
                random.nextInt(1 << 20),
                random.nextInt(Integer.MAX_VALUE),
                random.nextInt(100),
                random.nextLong(),
                random.nextInt(100),
                random.nextInt(256),
                endpoint(random),
                endpoint(random),
                endpoint(random),
                endpoint(random),
                counter(random),
                counter(random),
                counter(random),
                counter(random),
                pick(random, DropReason.values()),
                pick(random, Direction.values()),
                counter(random),
                counter(random),
                start,
                start + random.nextInt(100_000),
                pick(random, FlowEndReason.values()));
    }

    private static Endpoint endpoint(Random random) {
        IpAddress address = random.nextBoolean()
                ? IpAddress.ofIpv4(random.nextInt())
                : new IpAddress(random.nextLong(), random.nextLong());
        return new Endpoint(address, random.nextInt(1 << 16));
    }

    private static Counter counter(Random random) {
        long from = random.nextLong(1L << 50);
        return new Counter(from, from + random.nextLong(1L << 40));
    }

    private static <T> T pick(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }
}
