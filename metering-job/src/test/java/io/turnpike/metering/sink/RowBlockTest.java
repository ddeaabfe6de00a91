package io.turnpike.metering.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.junit.jupiter.api.Test;

class RowBlockTest {
    private static final SinkWriter.Context CONTEXT = new SinkWriter.Context() {
        @Override
        public long currentWatermark() {
            return 0;
        }

        @Override
        public Long timestamp() {
            return 0L;
        }
    };

    private static EncodedRow progress(String node, long next) {
        return new RowWriter(Table.PROGRESS)
                .text(node)
                .uint64(1)
                .uint64(next)
                .millis(1_700_000_000_123L)
                .uint64(-1)
                .millis(0)
                .uint64(0)
                .text("")
                .finish();
    }

    private static EncodedRow cell(String resource) {
        return new RowWriter(Table.CELLS)
                .text("n")
                .uint64(1)
                .text("SLB_FRONT")
                .text(resource)
                .uint32(0xffff_fff0L)
                .uint32(2)
                .text("OUT")
                .uint64(3)
                .uint64(4)
                .millis(5)
                .finish();
    }

    @Test
    void shouldEncodeWhatIsReadBack() {
        String longName = "ü".repeat(200);
        assertThat(RowReader.read(cell(longName)))
                .containsEntry("resource", longName)
                .containsEntry("resource_number", 0xffff_fff0L)
                .containsEntry("interval_end", 5L);
    }

    @Test
    void shouldRefuseARowWithColumnsMissing() {
        assertThatThrownBy(() -> new RowWriter(Table.PROGRESS).text("n").finish())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1 columns");
    }

    @Test
    void shouldGatherRowsByTableWithProgressLast() {
        RowBlockWriter writer = new RowBlockWriter();
        writer.write(progress("a", 1), CONTEXT);
        writer.write(cell("c"), CONTEXT);
        writer.write(progress("b", 2), CONTEXT);
        writer.flush(false);
        Collection<RowBlock> blocks = writer.prepareCommit();
        assertThat(blocks).extracting(RowBlock::table).containsExactly(Table.CELLS, Table.PROGRESS);
        RowBlock last = blocks.stream().reduce((first, second) -> second).orElseThrow();
        assertThat(RowReader.read(last.table(), last.bytes()))
                .extracting(row -> row.get("node"))
                .containsExactly("a", "b");
        writer.flush(false);
        assertThat(writer.prepareCommit()).isEmpty();
    }

    @Test
    void shouldCloseABlockThatIsFull() {
        RowBlockWriter writer = new RowBlockWriter();
        EncodedRow row = cell("x".repeat(1 << 20));
        for (int i = 0; i < 5; i++) {
            writer.write(row, CONTEXT);
        }
        writer.flush(false);
        assertThat(writer.prepareCommit()).hasSize(2);
    }

    @Test
    void shouldNameABlockByItsContent() {
        byte[] bytes = cell("c").bytes();
        assertThat(RowBlock.of(Table.CELLS, bytes).token())
                .isEqualTo(RowBlock.of(Table.CELLS, bytes.clone()).token())
                .isNotEqualTo(RowBlock.of(Table.CELLS, cell("d").bytes()).token())
                .isNotEqualTo(RowBlock.of(Table.PROGRESS, bytes).token());
    }

    @Test
    void shouldSurviveACheckpoint() throws IOException {
        RowBlock block = RowBlock.of(Table.USAGE_LATE, new byte[] {1, 2, 3});
        RowBlockSerializer serializer = new RowBlockSerializer();
        RowBlock read = serializer.deserialize(serializer.getVersion(), serializer.serialize(block));
        assertThat(read).usingRecursiveComparison().isEqualTo(block);
        assertThatThrownBy(() -> serializer.deserialize(2, serializer.serialize(block)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void shouldHaveAColumnForEachOfTheSchema() {
        Map<String, String> tables = Stream.of("V1__usage", "V3__audit")
                .flatMap(step -> Migrations.statements(step).stream())
                .collect(Collectors.toMap(RowBlockTest::table, statement -> statement));
        for (Table table : Table.values()) {
            String statement = tables.get(table.tableName());
            assertThat(statement).isNotNull();
            assertThat(Stream.concat(created(statement), added(table))).containsExactlyElementsOf(table.columns());
        }
    }

    private static Stream<String> created(String statement) {
        return statement
                .lines()
                .filter(line -> line.startsWith("    "))
                .map(line -> line.strip().replaceFirst(" .*", ""));
    }

    private static Stream<String> added(Table table) {
        return Migrations.statements("V2__holes").stream()
                .filter(statement -> statement.startsWith("ALTER TABLE " + table.tableName() + " "))
                .map(statement -> statement.replaceFirst(".*ADD COLUMN IF NOT EXISTS (\\w+) .*", "$1"));
    }

    private static String table(String statement) {
        return statement.replaceFirst("CREATE TABLE IF NOT EXISTS (\\w+)(?s).*", "$1");
    }
}
