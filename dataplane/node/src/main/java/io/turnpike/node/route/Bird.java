package io.turnpike.node.route;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The routing daemon of a node (BIRD 2), by its control socket. */
public final class Bird {
    private static final List<String> ANNOUNCING = List.of("announced4", "announced6");

    private final Path socket;

    public Bird(Path socket) {
        this.socket = socket;
    }

    /** Whether the node's routes are announced. */
    boolean announces() throws IOException {
        for (String protocol : ANNOUNCING) {
            if (ask("show protocols " + protocol).stream().noneMatch(line -> line.matches(protocol + " .* up .*"))) {
                return false;
            }
        }
        return true;
    }

    /** Announces them or withdraws them; nothing happens if it is so already. */
    void announce(boolean announced) throws IOException {
        for (String protocol : ANNOUNCING) {
            ask((announced ? "enable " : "disable ") + protocol);
        }
    }

    /**
     * The lines of its answer.
     *
     * @throws IOException if it does not run, or does not understand
     */
    public List<String> ask(String command) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            BufferedReader in =
                    new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8.newDecoder(), 4096));
            readAnswer(in, "the greeting");
            channel.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.UTF_8)));
            return readAnswer(in, command);
        } catch (IOException e) {
            throw new IOException("BIRD at " + socket + ": " + e.getMessage(), e);
        }
    }

    /** A line begins with a code of four digits and '-' if more follow, ' ' if not; with ' ' alone the code is the last one. */
    private static List<String> readAnswer(BufferedReader in, String to) throws IOException {
        List<String> lines = new ArrayList<>();
        while (true) {
            String line = in.readLine();
            if (line == null) {
                throw new IOException("no answer to " + to);
            }
            boolean coded = line.matches("[0-9]{4}[ -].*");
            lines.add(line.substring(Math.min(line.length(), coded ? 5 : 1)));
            if (coded && line.charAt(4) == ' ') {
                if (line.startsWith("8") || line.startsWith("9")) {
                    throw new IOException(to + ": " + lines.getLast());
                }
                return lines;
            }
        }
    }
}
