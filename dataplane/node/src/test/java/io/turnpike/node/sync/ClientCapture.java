package io.turnpike.node.sync;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts the IP octets that a host sends and receives, as tcpdump sees them. */
public final class ClientCapture implements AutoCloseable {
    private static final Pattern PACKET = Pattern.compile(" (In|Out) +IP .*length (\\d+)\\)");

    private final Process process;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private volatile boolean listening;

    public ClientCapture(Host host, String filter) {
        process = host.start("tcpdump", "-i", "any", "-l", "-nn", "-v", "-s", "128", "-B", "16384", filter);
        Thread.ofPlatform().daemon().start(this::read);
        await().until(() -> listening);
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                listening |= line.contains("listening on");
                Matcher packet = PACKET.matcher(line);
                if (packet.find()) {
                    (packet.group(1).equals("Out") ? sent : received).addAndGet(Long.parseLong(packet.group(2)));
                }
            }
        } catch (IOException e) {
            // Ended.
        }
    }

    public long sentOctets() {
        return sent.get();
    }

    public long receivedOctets() {
        return received.get();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
