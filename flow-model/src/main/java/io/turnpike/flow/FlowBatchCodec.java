package io.turnpike.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Flow batches on the wire, version {@value #VERSION}: header, cells, then the records column by column. A column is a
 * constant, or the differences from row to row, or the plain values, whichever is shortest; lz4 works well on top.
 */
public final class FlowBatchCodec {
    public static final int VERSION = 2;

    /** Its cells do not say where they began, and are left out. */
    private static final int WITHOUT_ACCOUNT = 1;

    /** More records than one batch may carry; a node with more sessions writes several batches. */
    public static final int MAX_RECORDS = 1 << 20;

    private static final int MAGIC = 0x54504642; // TPFB
    private static final int CONSTANT = 0;
    private static final int DIFFERENCES = 1;
    private static final int PLAIN = 2;

    private FlowBatchCodec() {}

    public static byte[] encode(FlowBatch batch) {
        if (batch.records().size() > MAX_RECORDS) {
            throw new IllegalArgumentException(
                    batch.records().size() + " records in one batch, at most " + MAX_RECORDS);
        }
        return encode(batch, VERSION);
    }

    static byte[] encode(FlowBatch batch, int version) {
        WireWriter out = new WireWriter(MAGIC, version);
        writeHeader(out, batch.header());
        writeAccount(out, batch);
        writeCells(out, batch);
        int rows = batch.records().size();
        long[][] columns = new long[FlowColumns.COUNT][rows];
        for (int row = 0; row < rows; row++) {
            FlowColumns.split(batch.records().get(row), columns, row);
        }
        out.varint(rows);
        for (long[] column : columns) {
            writeColumn(out, column);
        }
        return out.finish();
    }

    public static FlowBatch decode(byte[] bytes) throws WireFormatException {
        WireReader in = new WireReader(bytes, MAGIC, WITHOUT_ACCOUNT, VERSION);
        try {
            BatchHeader header = readHeader(in);
            boolean last = in.version() != WITHOUT_ACCOUNT && in.varint() != 0;
            BatchAccount account = in.version() == WITHOUT_ACCOUNT ? null : readAccount(in);
            List<InterfaceCell> interfaceCells =
                    in.version() == WITHOUT_ACCOUNT ? skipInterfaceCells(in) : readInterfaceCells(in);
            List<ResourceCell> resourceCells = readResourceCells(in);
            List<FlowRecord> records = readRecords(in);
            in.finish();
            return new FlowBatch(header, account, last, interfaceCells, resourceCells, records);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw WireReader.broken(String.valueOf(e.getMessage()));
        }
    }

    private static void writeHeader(WireWriter out, BatchHeader header) {
        out.text(header.exportingProcessId());
        out.varint(header.bootEpoch());
        out.varint(header.sequence());
        out.varint(header.countersEpoch());
        out.varint(header.intervalStartMillis());
        out.varint(header.intervalEndMillis());
        out.varint(header.registryVersion());
    }

    private static BatchHeader readHeader(WireReader in) throws WireFormatException {
        return new BatchHeader(in.text(), in.varint(), in.varint(), in.varint(), in.varint(), in.varint(), in.varint());
    }

    private static void writeAccount(WireWriter out, FlowBatch batch) {
        out.varint(batch.last() ? 1 : 0);
        BatchAccount account = batch.account();
        out.varint(account == null ? 0 : 1);
        if (account != null) {
            writeCounter(out, account.reportedOctets());
            writeCounter(out, account.reportedPackets());
            writeCounter(out, account.countedOctets());
            writeCounter(out, account.countedPackets());
            out.varint(account.endsInterval() ? 1 : 0);
        }
    }

    private static @Nullable BatchAccount readAccount(WireReader in) throws WireFormatException {
        return in.varint() == 0
                ? null
                : new BatchAccount(
                        readCounter(in), readCounter(in), readCounter(in), readCounter(in), in.varint() != 0);
    }

    private static void writeCounter(WireWriter out, Counter counter) {
        out.varint(counter.from());
        out.varint(counter.delta());
    }

    private static Counter readCounter(WireReader in) throws WireFormatException {
        long from = in.varint();
        return new Counter(from, Math.addExact(from, in.varint()));
    }

    private static void writeCells(WireWriter out, FlowBatch batch) {
        out.varint(batch.interfaceCells().size());
        for (InterfaceCell cell : batch.interfaceCells()) {
            out.text(cell.interfaceName());
            out.varint(cell.direction().code());
            out.varint(cell.fate().code());
            writeCounter(out, cell.octets());
            writeCounter(out, cell.packets());
        }
        out.varint(batch.resourceCells().size());
        for (ResourceCell cell : batch.resourceCells()) {
            out.varint(cell.observationPoint().code());
            out.varint(cell.resourceNumber());
            out.varint(cell.bindingId());
            out.varint(cell.direction().code());
            out.varint(cell.octets());
            out.varint(cell.packets());
        }
    }

    private static List<InterfaceCell> readInterfaceCells(WireReader in) throws WireFormatException {
        int count = in.count(7);
        List<InterfaceCell> cells = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            cells.add(new InterfaceCell(
                    in.text(),
                    Coded.of(Direction.class, in.varint()),
                    Coded.of(Fate.class, in.varint()),
                    readCounter(in),
                    readCounter(in)));
        }
        return cells;
    }

    private static List<InterfaceCell> skipInterfaceCells(WireReader in) throws WireFormatException {
        int count = in.count(4);
        for (int i = 0; i < count; i++) {
            String ignored = in.text() + in.varint() + in.varint() + in.varint();
        }
        return List.of();
    }

    private static List<ResourceCell> readResourceCells(WireReader in) throws WireFormatException {
        int count = in.count(6);
        List<ResourceCell> cells = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            cells.add(new ResourceCell(
                    Coded.of(ObservationPoint.class, in.varint()),
                    in.integer(),
                    in.integer(),
                    Coded.of(Direction.class, in.varint()),
                    in.varint(),
                    in.varint()));
        }
        return cells;
    }

    private static List<FlowRecord> readRecords(WireReader in) throws WireFormatException {
        int rows = in.integer();
        if (rows > MAX_RECORDS) {
            throw WireReader.broken(rows + " records in one batch, at most " + MAX_RECORDS);
        }
        long[][] columns = new long[FlowColumns.COUNT][];
        for (int c = 0; c < FlowColumns.COUNT; c++) {
            columns[c] = readColumn(in, rows);
        }
        List<FlowRecord> records = new ArrayList<>(rows);
        for (int row = 0; row < rows; row++) {
            records.add(FlowColumns.join(columns, row));
        }
        return records;
    }

    private static void writeColumn(WireWriter out, long[] column) {
        int encoding = shortest(column);
        out.varint(encoding);
        if (encoding == CONSTANT) {
            out.zigzag(column.length == 0 ? 0 : column[0]);
            return;
        }
        long previous = 0;
        for (long value : column) {
            out.zigzag(encoding == DIFFERENCES ? value - previous : value);
            previous = value;
        }
    }

    private static int shortest(long[] column) {
        boolean constant = true;
        long plain = 0;
        long differences = 0;
        long previous = 0;
        for (long value : column) {
            constant &= value == column[0];
            plain += zigzagOctets(value);
            differences += zigzagOctets(value - previous);
            previous = value;
        }
        return constant ? CONSTANT : differences < plain ? DIFFERENCES : PLAIN;
    }

    private static int zigzagOctets(long value) {
        int bits = 64 - Long.numberOfLeadingZeros(value << 1 ^ value >> 63);
        return Math.max(1, (bits + 6) / 7);
    }

    private static long[] readColumn(WireReader in, int rows) throws WireFormatException {
        long[] column = new long[rows];
        long encoding = in.varint();
        if (encoding == CONSTANT) {
            Arrays.fill(column, in.zigzag());
            return column;
        }
        if (encoding != DIFFERENCES && encoding != PLAIN) {
            throw WireReader.broken("column encoding " + encoding);
        }
        long previous = 0;
        for (int row = 0; row < rows; row++) {
            previous = encoding == DIFFERENCES ? previous + in.zigzag() : in.zigzag();
            column[row] = previous;
        }
        return column;
    }
}
