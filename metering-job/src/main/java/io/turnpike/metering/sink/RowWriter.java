package io.turnpike.metering.sink;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Encodes one row, column by column: little-endian numbers, strings with their length in front. */
public final class RowWriter {
    private final Table table;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    private int columns;

    public RowWriter(Table table) {
        this.table = table;
    }

    /** A String or LowCardinality(String). */
    public RowWriter text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        int length = utf8.length;
        while (length > 0x7f) {
            bytes.write((length & 0x7f) | 0x80);
            length >>>= 7;
        }
        bytes.write(length);
        bytes.writeBytes(utf8);
        return next();
    }

    public RowWriter uint32(long value) {
        fixed(value, Integer.BYTES);
        return next();
    }

    public RowWriter uint64(long value) {
        fixed(value, Long.BYTES);
        return next();
    }

    /** A DateTime of whole seconds. */
    public RowWriter seconds(long millis) {
        return uint32(Math.floorDiv(millis, 1000));
    }

    /** A DateTime64(3). */
    public RowWriter millis(long millis) {
        return uint64(millis);
    }

    private void fixed(long value, int length) {
        for (int i = 0; i < length; i++) {
            bytes.write((int) (value >>> (8 * i)));
        }
    }

    private RowWriter next() {
        columns++;
        return this;
    }

    /**
     * The row.
     *
     * @throws IllegalStateException if columns are missing or too many
     */
    public EncodedRow finish() {
        if (columns != table.columns().size()) {
            throw new IllegalStateException(columns + " columns for " + table + ", which has "
                    + table.columns().size());
        }
        return new EncodedRow(table.name(), bytes.toByteArray());
    }
}
