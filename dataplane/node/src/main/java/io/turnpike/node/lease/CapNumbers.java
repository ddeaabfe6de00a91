package io.turnpike.node.lease;

import io.turnpike.node.maps.LimitTable;
import io.turnpike.node.maps.ListenerCapTable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What a cap is called among nodes, which number their listeners each for itself. */
final class CapNumbers {
    private CapNumbers() {}

    /** Not negative. */
    static long of(LimitTable.Key key) {
        return (key.resource() & 0xffffffffL) << 1 | key.direction().code();
    }

    /** Negative, and the same on every node; two listeners have the same one in 2^63. */
    static long of(ListenerCapTable.Key key) {
        try {
            byte[] name = (key.listener() + " " + key.direction()).getBytes(StandardCharsets.UTF_8);
            long hash = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(name))
                    .getLong();
            return hash | Long.MIN_VALUE;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
