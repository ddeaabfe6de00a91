package io.turnpike.standalone.lab;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.turnpike.netns.NetworkNamespace;
import io.turnpike.standalone.lab.impair.Impairments;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The web and echo servers on every ECS of the lab, in one process: TCP port 80 answers {@code /}, {@code /<n>KiB} and
 * {@code /<n>MiB} with a body of that size; UDP port 7 answers with what it got.
 */
public final class LabServers {
    private static final Logger LOG = LoggerFactory.getLogger(LabServers.class);
    private static final Pattern SIZE = Pattern.compile("/([0-9]{1,5})(KiB|MiB)");
    private static final int ECHO_PORT = 7;
    private static final byte[] CHUNK = new byte[1 << 14];

    private LabServers() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Arrays.fill(CHUNK, (byte) 't');
        var _ = Impairments.clearAll();
        for (String host : Topology.SERVERS) {
            NetworkNamespace namespace =
                    new NetworkNamespace(Lab.namespace(host).toString());
            HttpServer web = namespace.call(() -> HttpServer.create(new InetSocketAddress(80), 512));
            web.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            web.createContext("/", exchange -> answer(host, exchange));
            web.start();
            for (DatagramChannel echo : namespace.call(() -> echoes(host))) {
                Thread.ofPlatform().name("echo-" + host).daemon().start(() -> echo(echo));
            }
        }
        health(Integer.parseInt(System.getenv("TURNPIKE_HEALTH_PORT")));
        LOG.info("serving on {}", Topology.SERVERS);
        new CountDownLatch(1).await();
    }

    /** One an address, so that an answer comes from the address that was asked. */
    private static List<DatagramChannel> echoes(String host) throws IOException {
        List<DatagramChannel> channels = new ArrayList<>();
        for (String address : Topology.addresses(host)) {
            channels.add(DatagramChannel.open().bind(new InetSocketAddress(address, ECHO_PORT)));
        }
        return channels;
    }

    private static void health(int port) throws IOException {
        HttpServer health = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 16);
        byte[] body = "{\"status\":\"UP\",\"detail\":\"servers listen\"}".getBytes(StandardCharsets.UTF_8);
        health.createContext("/health", exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        health.createContext("/impair", new Impairments());
        health.start();
    }

    private static void answer(String host, HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Matcher size = SIZE.matcher(path);
        if (path.equals("/")) {
            byte[] body = ("turnpike lab " + host + "\n").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } else if (path.equals("/headers")) {
            byte[] body = headers(exchange).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } else if (size.matches()) {
            long octets = Long.parseLong(size.group(1)) << (size.group(2).equals("KiB") ? 10 : 20);
            exchange.sendResponseHeaders(200, octets == 0 ? -1 : octets);
            write(exchange.getResponseBody(), octets);
        } else {
            exchange.sendResponseHeaders(404, -1);
        }
        exchange.close();
    }

    private static String headers(HttpExchange exchange) {
        StringBuilder text = new StringBuilder();
        exchange.getRequestHeaders()
                .forEach((name, values) -> values.forEach(
                        value -> text.append(name).append(": ").append(value).append('\n')));
        return text.toString();
    }

    private static void write(OutputStream out, long octets) throws IOException {
        for (long left = octets; left > 0; left -= CHUNK.length) {
            out.write(CHUNK, 0, (int) Math.min(left, CHUNK.length));
        }
    }

    private static void echo(DatagramChannel channel) {
        ByteBuffer buffer = ByteBuffer.allocate(65536);
        while (channel.isOpen()) {
            try {
                buffer.clear();
                var from = channel.receive(buffer);
                buffer.flip();
                channel.send(buffer, from);
            } catch (IOException e) {
                LOG.warn("echo: {}", e.toString());
            }
        }
    }
}
