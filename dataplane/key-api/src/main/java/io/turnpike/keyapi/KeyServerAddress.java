package io.turnpike.keyapi;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A key server.
 *
 * @param name that its certificate must have
 * @param address an IP address and port: the client resolves no names
 */
public record KeyServerAddress(String name, InetSocketAddress address) {
    private static final Pattern FORM = Pattern.compile("([^=,]+)=(\\[[0-9a-fA-F:]+]|[0-9.]+):([0-9]{1,5})");

    /**
     * Reads {@code name=address:port}, several separated by commas, an IPv6 address in brackets.
     *
     * @throws IllegalArgumentException saying what it is that cannot be read
     */
    public static List<KeyServerAddress> parse(String text) {
        return Stream.of(text.split(","))
                .map(String::strip)
                .map(KeyServerAddress::one)
                .toList();
    }

    private static KeyServerAddress one(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "key server '" + text + "' is not name=address:port, for example keyserver=172.31.20.2:7443");
        }
        String address = matcher.group(2).replaceAll("[\\[\\]]", "");
        InetSocketAddress socketAddress =
                new InetSocketAddress(InetAddress.ofLiteral(address), Integer.parseInt(matcher.group(3)));
        return new KeyServerAddress(matcher.group(1), socketAddress);
    }
}
