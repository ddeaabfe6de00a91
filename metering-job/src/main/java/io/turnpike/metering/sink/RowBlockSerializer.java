package io.turnpike.metering.sink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Blocks in checkpoints. A table is written by name, so that constants may be added and moved. */
final class RowBlockSerializer implements SimpleVersionedSerializer<RowBlock> {
    private static final int VERSION = 1;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(RowBlock block) {
        byte[] table = block.table().name().getBytes(StandardCharsets.UTF_8);
        byte[] token = block.token().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 + table.length + token.length + block.bytes().length)
                .put((byte) table.length)
                .put((byte) token.length)
                .put(table)
                .put(token)
                .put(block.bytes())
                .array();
    }

    @Override
    public RowBlock deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION) {
            throw new IOException("a block of version " + version + "; this release reads " + VERSION);
        }
        ByteBuffer in = ByteBuffer.wrap(serialized);
        byte[] table = new byte[in.get()];
        byte[] token = new byte[in.get()];
        in.get(table).get(token);
        byte[] bytes = new byte[in.remaining()];
        in.get(bytes);
        return new RowBlock(
                Table.valueOf(new String(table, StandardCharsets.UTF_8)),
                bytes,
                new String(token, StandardCharsets.UTF_8));
    }
}
