package io.turnpike.replay.feed;

import io.turnpike.flow.BatchHeader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Under which numbers the batches of a capture go. They follow from its content and from the node alone, so that whoever
 * feeds it again sends the same batches, which the metering job takes once.
 *
 * @param exportingProcessId never that of a node that forwards
 * @param bootEpoch the same for the same content
 */
public record FeedIdentity(String exportingProcessId, long bootEpoch) {
    /** What JSON carries everywhere. */
    private static final int BITS = 53;

    /**
     * The identity of a capture.
     *
     * @param node 1 to 56 of {@code a-z 0-9 . -}
     * @param sha256 of the file's content, as {@link #hex} writes it
     */
    public static FeedIdentity of(String node, String sha256) {
        problemOf(node).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
        MessageDigest digest = sha256();
        byte[] both = (node + ' ' + sha256).getBytes(StandardCharsets.UTF_8);
        long bits = ByteBuffer.wrap(digest.digest(both)).getLong() >>> (Long.SIZE - BITS);
        return new FeedIdentity(BatchHeader.CAPTURE + node, Math.max(1, bits));
    }

    /** What is wrong with the name, if something is. */
    public static Optional<String> problemOf(String node) {
        return node.matches("[a-z0-9.-]{1,56}")
                ? Optional.empty()
                : Optional.of("not a name of a node, 1 to 56 of a-z 0-9 . -: '" + node + "'");
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has it", e);
        }
    }

    /** What was digested, in lower-case hexadecimal. */
    public static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The same for the same flow of the same capture; never 0. */
    long flowId(long ordinal) {
        long mixed = (bootEpoch << 11) + (ordinal + 1) * 0x9e37_79b9_7f4a_7c15L;
        mixed = (mixed ^ mixed >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d0_49bb_1331_11ebL;
        return Math.max(1, (mixed ^ mixed >>> 31) & Long.MAX_VALUE);
    }
}
