package io.turnpike.standalone.lab.matrix;

import io.turnpike.standalone.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A tcpdump on all interfaces of a lab host. */
final class Capture implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 15;

    private final String host;
    private final Path file;
    private final Path messages;
    private final Process process;

    Capture(String host) throws IOException {
        this.host = host;
        this.file = Files.createTempFile("matrix-" + host, ".pcap");
        this.messages = Files.createTempFile("matrix-" + host, ".log");
        this.process = new ProcessBuilder(Lab.inside(
                        host,
                        List.of(
                                "tcpdump",
                                "-i",
                                "any",
                                "-U",
                                "-s",
                                "128",
                                "-B",
                                "16384",
                                "-Z",
                                "root",
                                "-w",
                                file.toString(),
                                "ip or ip6")))
                .redirectErrorStream(true)
                .redirectOutput(messages.toFile())
                .start();
    }

    /** Returns once packets are being captured. */
    void awaitListening() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!Files.readString(messages).contains("listening on")) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IOException("no capture on " + host + ": " + Files.readString(messages));
            }
            process.waitFor(50, TimeUnit.MILLISECONDS);
        }
    }

    List<Packet> packets() throws IOException {
        return CaptureFile.read(file);
    }

    /** Ends it; fails if the kernel did not deliver every packet. */
    void finish() throws IOException, InterruptedException {
        process.destroy();
        process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        String said = "\n" + Files.readString(messages);
        if (!said.contains("\n0 packets dropped by kernel")) {
            throw new IOException("the capture on " + host + " is not whole: " + said.strip());
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(file);
        Files.deleteIfExists(messages);
    }
}
