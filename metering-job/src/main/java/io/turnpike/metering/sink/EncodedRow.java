package io.turnpike.metering.sink;

/**
 * A row in ClickHouse's RowBinary format.
 *
 * @param table the name of the {@link Table} constant
 */
@SuppressWarnings("ArrayRecordComponent") // Written and read, never compared.
public record EncodedRow(String table, byte[] bytes) {}
