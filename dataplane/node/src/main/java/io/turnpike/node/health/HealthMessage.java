package io.turnpike.node.health;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Results as bytes. Whoever carries them sees to it that they come from a node of ours. */
final class HealthMessage {
    /** A message fits into one frame of any network, whatever is put around it. */
    static final int MOST_RESULTS = 36;

    private static final byte VERSION = 1;
    private static final int HEADER_OCTETS = 2;
    private static final int RESULT_OCTETS = 31;

    private HealthMessage() {}

    /** As many messages as it takes. */
    static List<byte[]> encode(List<HealthResult> results) {
        List<byte[]> messages = new ArrayList<>();
        for (int from = 0; from < results.size(); from += MOST_RESULTS) {
            messages.add(encodeOne(results.subList(from, Math.min(from + MOST_RESULTS, results.size()))));
        }
        return messages;
    }

    private static byte[] encodeOne(List<HealthResult> results) {
        ByteBuffer out = ByteBuffer.allocate(HEADER_OCTETS + results.size() * RESULT_OCTETS);
        out.put(VERSION).put((byte) results.size());
        for (HealthResult result : results) {
            out.putLong(result.targetKey()).put((byte) (result.up() ? 1 : 0)).putShort((short) result.run());
            out.putLong(result.ageMillis()).putLong(result.stamp()).putInt(result.node());
        }
        return out.array();
    }

    /** @throws IllegalArgumentException if this is no message of this release */
    static List<HealthResult> decode(byte[] message) {
        if (message.length < HEADER_OCTETS || message[0] != VERSION) {
            throw new IllegalArgumentException("no health message of version " + VERSION);
        }
        int count = message[1] & 0xff;
        if (message.length != HEADER_OCTETS + count * RESULT_OCTETS) {
            throw new IllegalArgumentException(count + " results in " + message.length + " octets");
        }
        ByteBuffer in = ByteBuffer.wrap(message).position(HEADER_OCTETS);
        List<HealthResult> results = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            results.add(new HealthResult(
                    in.getLong(), in.get() != 0, in.getShort() & 0xffff, in.getLong(), in.getLong(), in.getInt()));
        }
        return results;
    }
}
