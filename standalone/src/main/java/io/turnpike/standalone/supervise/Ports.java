package io.turnpike.standalone.supervise;

import java.io.IOException;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The loopback ports of a data directory, one line {@code name=port} each: chosen free when first asked for, kept from
 * then on, so that a second start is found where the first was.
 */
public final class Ports {
    /** Below the range that Linux takes outgoing ports from, so that no client of the machine sits on a kept port. */
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 29_999;
    private static final int ATTEMPTS = 1_000;
    private static final Duration AFTER_A_KILL = Duration.ofSeconds(3);

    private final DataDirectory data;
    private final Map<String, Integer> byName;

    private Ports(DataDirectory data, Map<String, Integer> byName) {
        this.data = data;
        this.byName = byName;
    }

    public static Ports load(DataDirectory data) throws IOException {
        var byName = new LinkedHashMap<String, Integer>();
        if (Files.exists(data.ports())) {
            for (var line : Files.readAllLines(data.ports())) {
                add(line.strip(), byName, data);
            }
        }
        return new Ports(data, byName);
    }

    private static void add(String line, Map<String, Integer> byName, DataDirectory data) throws IOException {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        int equals = line.indexOf('=');
        try {
            byName.put(line.substring(0, Math.max(equals, 0)).strip(), portOf(line.substring(equals + 1)));
        } catch (NumberFormatException e) {
            throw new IOException(data.ports() + ": not name=port: " + line, e);
        }
    }

    private static int portOf(String text) {
        int port = Integer.parseInt(text.strip());
        if (port < 1 || port > 65_535) {
            throw new NumberFormatException("out of range: " + port);
        }
        return port;
    }

    /** The port of this name, chosen and kept if it has none yet. */
    public synchronized int of(String name) throws IOException {
        var kept = byName.get(name);
        if (kept != null) {
            return kept;
        }
        int chosen = free();
        put(name, chosen);
        return chosen;
    }

    public synchronized void put(String name, int port) throws IOException {
        byName.put(name, port);
        var lines = new StringWriter();
        byName.forEach((key, value) ->
                lines.append(key).append('=').append(String.valueOf(value)).append('\n'));
        Files.writeString(data.ports(), lines.toString());
    }

    /**
     * Fails with the name of the port and of the file if another process sits on one. Waits a little before: the kernel
     * closes the sockets of a process that was just killed when the last of its threads is gone.
     */
    public synchronized void requireFree() throws IOException, InterruptedException {
        for (var entry : byName.entrySet()) {
            if (!Patience.until(() -> isFree(entry.getValue()), AFTER_A_KILL)) {
                throw new IOException("port %d (%s in %s) is taken by another process: end that, or delete the line"
                        .formatted(entry.getValue(), entry.getKey(), data.ports()));
            }
        }
    }

    private int free() throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1);
            if (!byName.containsValue(port) && isFree(port)) {
                return port;
            }
        }
        throw new IOException("no free port from " + LOWEST + " to " + HIGHEST);
    }

    static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            // Connections of the last run may still be in TIME_WAIT; every part we start takes its port back likewise.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
