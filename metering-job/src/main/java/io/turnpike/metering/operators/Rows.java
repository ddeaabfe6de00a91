package io.turnpike.metering.operators;

import io.turnpike.flow.BatchHeader;
import io.turnpike.flow.ResourceCell;
import io.turnpike.metering.sink.EncodedRow;
import io.turnpike.metering.sink.RowWriter;
import io.turnpike.metering.sink.Table;

/** The rows of each table. */
final class Rows {
    private Rows() {}

    static EncodedRow minute(MinuteTotal total, long minuteMillis, long rowVersion) {
        return usage(Table.USAGE_1M, total, minuteMillis).uint64(rowVersion).finish();
    }

    static EncodedRow late(UsageDelta delta) {
        return usage(Table.USAGE_LATE, MinuteTotal.of(delta), delta.minuteMillis())
                .text(delta.node())
                .uint64(delta.bootEpoch())
                .uint64(delta.sequence())
                .finish();
    }

    private static RowWriter usage(Table table, MinuteTotal total, long minuteMillis) {
        UsageKey key = total.key();
        return new RowWriter(table)
                .seconds(minuteMillis)
                .text(key.account())
                .text(key.resource())
                .uint32(key.bindingId())
                .text(key.path())
                .text(key.direction())
                .text(key.rule())
                .text(key.reason())
                .text(key.chargeability())
                .uint64(total.octets())
                .uint64(total.packets())
                .uint64(total.registryVersion());
    }

    static EncodedRow cell(BatchHeader header, ResourceCell cell, String resource) {
        return new RowWriter(Table.CELLS)
                .text(header.exportingProcessId())
                .uint64(header.countersEpoch())
                .text(cell.observationPoint().name())
                .text(resource)
                .uint32(cell.resourceNumber())
                .uint32(cell.bindingId())
                .text(cell.direction().name())
                .uint64(cell.octets())
                .uint64(cell.packets())
                .millis(header.intervalEndMillis())
                .finish();
    }

    static EncodedRow progress(BatchHeader header, NodeState state, long nowMillis) {
        return new RowWriter(Table.PROGRESS)
                .text(state.node())
                .uint64(state.bootEpoch())
                .uint64(state.end())
                .millis(state.intervalEndMillis())
                .uint64(header.registryVersion())
                .millis(nowMillis)
                .uint64(state.missing())
                .text(state.holes())
                .finish();
    }
}
