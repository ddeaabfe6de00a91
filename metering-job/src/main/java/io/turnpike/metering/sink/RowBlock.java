package io.turnpike.metering.sink;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Rows of one table that are inserted together: what a checkpoint commits.
 *
 * @param bytes the rows one after another, in RowBinary
 * @param token names the content, so that an insert repeated is an insert ignored
 */
@SuppressWarnings("ArrayRecordComponent") // Written and read, never compared.
record RowBlock(Table table, byte[] bytes, String token) {

    static RowBlock of(Table table, byte[] bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(table.name().getBytes(StandardCharsets.UTF_8));
            return new RowBlock(table, bytes, HexFormat.of().formatHex(digest.digest(bytes)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
