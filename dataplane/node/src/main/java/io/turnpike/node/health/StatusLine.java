package io.turnpike.node.health;

import io.turnpike.flow.HealthCheck.Http;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The beginning of an HTTP response, which is all that a probe reads of it. */
record StatusLine(int status) {
    private static final int MOST_OCTETS = 1024;
    private static final Pattern FORM = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})( .*)?");

    /** Octet by octet, so that no slow sender can stretch the wait. */
    static StatusLine read(Socket socket, Deadline deadline) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder line = new StringBuilder();
        while (line.length() < MOST_OCTETS) {
            socket.setSoTimeout(deadline.millisLeft());
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("closed without a response");
            }
            if (octet == '\n') {
                return parse(line.toString().stripTrailing());
            }
            line.append((char) octet);
        }
        throw new IOException("no status line within " + MOST_OCTETS + " octets");
    }

    private static StatusLine parse(String line) throws IOException {
        Matcher matcher = FORM.matcher(line);
        if (!matcher.matches()) {
            throw new IOException("no HTTP response");
        }
        return new StatusLine(Integer.parseInt(matcher.group(1)));
    }

    boolean isOneOf(Http http) {
        return http.statusClasses().contains(status / 100);
    }

    static byte[] request(Http http, String host) {
        String text =
                "%s %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: turnpike-health\r\nAccept: */*\r\nConnection: close\r\n\r\n"
                        .formatted(http.method(), http.path(), http.host().isEmpty() ? host : http.host());
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
