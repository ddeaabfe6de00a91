package io.turnpike.billing.usage;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * What identifies a usage row, as stored. Pages are ordered by it, and the last one of a page is the cursor of the next.
 *
 * @param minuteSeconds start of the minute, seconds since 1970 in UTC
 */
record UsageKey(
        long minuteSeconds,
        String account,
        String resource,
        long bindingId,
        String path,
        String direction,
        String rule,
        String reason,
        String chargeability) {
    static final UsageKey FIRST = new UsageKey(0, "", "", 0, "", "", "", "", "");
    private static final String SEPARATOR = "\u001f";
    private static final int PARTS = 9;
    private static final int LONGEST_CURSOR = 2_000;

    String toCursor() {
        String text = String.join(
                SEPARATOR,
                List.of(
                        String.valueOf(minuteSeconds),
                        account,
                        resource,
                        String.valueOf(bindingId),
                        path,
                        direction,
                        rule,
                        reason,
                        chargeability));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a cursor.
     *
     * @throws IllegalArgumentException if it is not one that {@link #toCursor} made
     */
    static UsageKey ofCursor(String cursor) {
        if (cursor.length() > LONGEST_CURSOR) {
            throw new IllegalArgumentException("the cursor is too long");
        }
        byte[] octets = Base64.getUrlDecoder().decode(cursor);
        String[] parts = new String(octets, StandardCharsets.UTF_8).split(SEPARATOR, -1);
        if (parts.length != PARTS) {
            throw new IllegalArgumentException("not a cursor");
        }
        return new UsageKey(
                Integer.toUnsignedLong(Integer.parseUnsignedInt(parts[0])),
                parts[1],
                parts[2],
                Integer.toUnsignedLong(Integer.parseUnsignedInt(parts[3])),
                parts[4],
                parts[5],
                parts[6],
                parts[7],
                parts[8]);
    }
}
