package io.turnpike.metering.sink;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;

/** Gathers the rows between two checkpoints into blocks, and inserts nothing. */
final class RowBlockWriter implements CommittingSinkWriter<EncodedRow, RowBlock> {
    /** A block is a request: large enough to be rare, small enough to be repeated. */
    static final int BLOCK_OCTETS = 4 << 20;

    private final Map<Table, ByteArrayOutputStream> open = new EnumMap<>(Table.class);
    private final List<RowBlock> full = new ArrayList<>();

    @Override
    public void write(EncodedRow row, Context context) {
        Table table = Table.valueOf(row.table());
        ByteArrayOutputStream block = open.computeIfAbsent(table, absent -> new ByteArrayOutputStream());
        block.writeBytes(row.bytes());
        if (block.size() >= BLOCK_OCTETS) {
            full.add(RowBlock.of(table, block.toByteArray()));
            open.remove(table);
        }
    }

    @Override
    public void flush(boolean endOfInput) {
        open.forEach((table, block) -> full.add(RowBlock.of(table, block.toByteArray())));
        open.clear();
    }

    @Override
    public Collection<RowBlock> prepareCommit() {
        List<RowBlock> blocks = new ArrayList<>(full);
        blocks.sort(Comparator.comparing(RowBlock::table));
        full.clear();
        return blocks;
    }

    @Override
    public void close() {}
}
