package io.turnpike.bench.l4;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Packets sent as fast as they are processed, and what became of them.
 *
 * @param nanosPerPacket CPU time of the sending thread, on which the kernel does the forwarding as well, and of ksoftirqd,
 *     for each packet that arrived at the sink
 */
record Burst(double nanosPerPacket, double packetsPerSecond) {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final List<Path> SOFTIRQ_THREADS = softirqThreads();
    private static final int FIRST_PACKETS = 50_000;
    private static final double NANOS_PER_SECOND = 1e9;

    /** Sends for about so long, after a shorter burst that opens the sessions and tells how many packets that is. */
    static Burst of(Generator generator, Host client, double seconds) {
        Burst first = of(generator, client, FIRST_PACKETS);
        return of(generator, client, (int) (seconds * first.packetsPerSecond()) + 1);
    }

    private static Burst of(Generator generator, Host client, int packets) {
        int face = client.interfaceIndex(Site.FACE);
        return client.call(() -> {
            long arrivedBefore = generator.arrived();
            long cpuBefore = cpuNanos();
            long start = System.nanoTime();
            generator.sendFromHere(face, packets);
            double nanos = System.nanoTime() - start;
            double cpuNanos = cpuNanos() - cpuBefore;
            long arrived = generator.arrived() - arrivedBefore;
            if (arrived == 0) {
                throw new IOException("of " + packets + " packets none arrived at the sink");
            }
            return new Burst(cpuNanos / arrived, arrived / nanos * NANOS_PER_SECOND);
        });
    }

    private static long cpuNanos() throws IOException {
        long nanos = THREADS.getCurrentThreadCpuTime();
        for (Path schedstat : SOFTIRQ_THREADS) {
            String line = Files.readString(schedstat);
            nanos += Long.parseLong(line.substring(0, line.indexOf(' ')));
        }
        return nanos;
    }

    private static List<Path> softirqThreads() {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(process -> isSoftirqThread(process.resolve("comm")))
                    .map(process -> process.resolve("schedstat"))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException("cannot list /proc", e);
        }
    }

    private static boolean isSoftirqThread(Path comm) {
        try {
            return Files.isReadable(comm) && Files.readString(comm).startsWith("ksoftirqd/");
        } catch (IOException e) {
            // The process has ended meanwhile.
            return false;
        }
    }
}
