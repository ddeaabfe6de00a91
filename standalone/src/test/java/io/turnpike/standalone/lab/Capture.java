package io.turnpike.standalone.lab;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;

/** A tcpdump on the interface of a lab host: the truth that figures are held against. */
@NullMarked
final class Capture implements AutoCloseable {
    private final Process process;
    private final Path file;
    private final Path messages;
    private final String address;

    /** Begins at once; only packets to or from {@code peer} count. */
    Capture(String host, String address, String peer) throws IOException {
        this.address = address;
        this.file = Files.createTempFile("capture", ".pcap");
        this.messages = Files.createTempFile("capture", ".log");
        this.process = new ProcessBuilder(Lab.inside(
                        host,
                        List.of(
                                "tcpdump",
                                "-i",
                                "eth0",
                                "-U",
                                "-s",
                                "96",
                                "-B",
                                "16384",
                                "-w",
                                file.toString(),
                                "-Z",
                                "root",
                                "ip",
                                "and",
                                "host",
                                peer)))
                .redirectErrorStream(true)
                .redirectOutput(messages.toFile())
                .start();
        await().atMost(Duration.ofSeconds(10)).until(() -> messages().contains("listening on"));
    }

    /** Ends when no packet has come for a second, and says what was seen. */
    Pcap finish() throws IOException, InterruptedException {
        long[] size = {-1};
        await().pollInterval(Duration.ofSeconds(1))
                .atMost(Duration.ofMinutes(1))
                .until(() -> {
                    long before = size[0];
                    size[0] = Files.size(file);
                    return before == size[0];
                });
        process.destroy();
        process.waitFor(10, TimeUnit.SECONDS);
        if (!messages().contains(" 0 packets dropped by kernel")
                && !messages().contains("\n0 packets dropped by kernel")) {
            throw new AssertionError("the capture is not whole: " + messages());
        }
        return Pcap.read(file, address);
    }

    private String messages() throws IOException {
        return Files.readString(messages, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(file);
        Files.deleteIfExists(messages);
    }
}
