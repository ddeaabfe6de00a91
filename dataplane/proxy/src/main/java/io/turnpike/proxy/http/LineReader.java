package io.turnpike.proxy.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** Finds lines that end in CRLF, without looking at an octet twice however small the pieces are that they come in. */
final class LineReader {
    private static final int USUAL_OCTETS = 1024;

    private byte[] octets = new byte[USUAL_OCTETS];
    private int scanned;
    private int lineStart;

    /** Octets of the lines up to and with an empty one, or -1 if they have not all come. */
    int blockLength(ByteBuf in, HeadLimits limits) throws MalformedMessage {
        while (true) {
            int from = lineStart;
            int end = lineEnd(in);
            limits.check(from == 0, end < 0 ? in.readableBytes() : end);
            if (end < 0) {
                return -1;
            }
            lineStart = end;
            scanned = end;
            if (end - from == 2) {
                return end;
            }
        }
    }

    /** Octets of a line with its CRLF, or -1 if they have not all come. */
    int lineLength(ByteBuf in, int limit) throws MalformedMessage {
        int end = lineEnd(in);
        if ((end < 0 ? in.readableBytes() : end) > limit) {
            throw MalformedMessage.bad("a line of more than " + limit + " octets");
        }
        return end;
    }

    private int lineEnd(ByteBuf in) throws MalformedMessage {
        int from = in.readerIndex() + scanned;
        int lineFeed = in.indexOf(from, in.writerIndex(), (byte) '\n');
        if (lineFeed < 0) {
            scanned = in.readableBytes();
            return -1;
        }
        int end = lineFeed + 1 - in.readerIndex();
        if (end - lineStart < 2 || in.getByte(lineFeed - 1) != '\r') {
            throw MalformedMessage.bad("a line feed without a carriage return");
        }
        return end;
    }

    /** Takes octets that were found; they are valid until the next are taken. */
    byte[] take(ByteBuf in, int length) {
        if (octets.length < length) {
            octets = new byte[Math.max(length, octets.length * 2)];
        } else if (octets.length > USUAL_OCTETS && length <= USUAL_OCTETS) {
            octets = Arrays.copyOf(octets, USUAL_OCTETS);
        }
        in.readBytes(octets, 0, length);
        scanned = 0;
        lineStart = 0;
        return octets;
    }
}
