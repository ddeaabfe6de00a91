package io.turnpike.metering.job;

import io.turnpike.metering.operators.Batches;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.connector.datagen.source.GeneratorFunction;

/** Batches of two nodes, one in ten of them twice, one in a hundred unreadable, and a failure on the way. */
final class FailingBatches implements GeneratorFunction<Long, byte[]> {
    private static final long serialVersionUID = 1L;
    private static final Set<String> FAILED = ConcurrentHashMap.newKeySet();
    static final long OCTETS = 1_000;

    private final String name;
    private final long failAt;

    FailingBatches(String name, long failAt) {
        this.name = name;
        this.failAt = failAt;
    }

    static boolean hasFailed(String name) {
        return FAILED.contains(name);
    }

    @Override
    public byte[] map(Long index) {
        if (index == failAt && FAILED.add(name)) {
            throw new IllegalStateException("a failure as ordered");
        }
        if (index % 100 == 50) {
            return new byte[] {1, 2, 3};
        }
        long number = index % 10 == 7 ? index - 1 : index;
        return Batches.encoded(Batches.numbered(number % 2 == 0 ? "even" : "odd", number / 2, OCTETS));
    }
}
