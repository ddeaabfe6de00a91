package io.turnpike.proxy.http;

/** The line before a chunk (RFC 9112, 7.1); extensions are dropped. */
final class ChunkLine {
    /** So that the size fits a long. */
    private static final int MOST_DIGITS = 15;

    private ChunkLine() {}

    static long size(byte[] octets, int length) throws MalformedMessage {
        long size = 0;
        int position = 0;
        int digit;
        while ((digit = hexadecimal(octets[position])) >= 0) {
            size = (size << 4) | digit;
            position++;
        }
        if (position == 0 || position > MOST_DIGITS) {
            throw MalformedMessage.bad("not a chunk size");
        }
        if (position < length - 2) {
            checkExtension(octets, position, length - 2);
        }
        return size;
    }

    private static int hexadecimal(byte octet) {
        return octet < 0 ? -1 : Character.digit(octet, 16);
    }

    private static void checkExtension(byte[] octets, int from, int to) throws MalformedMessage {
        int position = from;
        while (Syntax.isBlank(octets[position])) {
            position++;
        }
        if (octets[position] != ';') {
            throw MalformedMessage.bad("not a chunk size");
        }
        for (int i = position; i < to; i++) {
            if (!Syntax.isInValue(octets[i])) {
                throw MalformedMessage.bad("a control character in a chunk extension");
            }
        }
    }
}
