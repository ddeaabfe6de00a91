package io.turnpike.flow;

/** The order of columns in a batch, and how a record is taken apart into them and put together again. */
final class FlowColumns {
    static final int COUNT = 38;

    private FlowColumns() {}

    static void split(FlowRecord r, long[][] columns, int row) {
        long[] values = {
            r.observationPoint().code(),
            r.entry().code(),
            r.mark().code(),
            r.initiatorSide().code(),
            r.resourceNumber(),
            r.bindingId(),
            r.vpcId(),
            r.flowId(),
            r.generation(),
            r.protocolIdentifier(),
            r.source().address().high(),
            r.source().address().low(),
            r.source().port(),
            r.destination().address().high(),
            r.destination().address().low(),
            r.destination().port(),
            r.postNatSource().address().high(),
            r.postNatSource().address().low(),
            r.postNatSource().port(),
            r.postNatDestination().address().high(),
            r.postNatDestination().address().low(),
            r.postNatDestination().port(),
            r.initiatorOctets().from(),
            r.initiatorOctets().delta(),
            r.initiatorPackets().from(),
            r.initiatorPackets().delta(),
            r.responderOctets().from(),
            r.responderOctets().delta(),
            r.responderPackets().from(),
            r.responderPackets().delta(),
            r.dropReason().code() * 2L + r.dropDirection().code(),
            r.droppedOctets().from(),
            r.droppedOctets().delta(),
            r.droppedPackets().from(),
            r.droppedPackets().delta(),
            r.flowStartMilliseconds(),
            r.flowEndMilliseconds() - r.flowStartMilliseconds(),
            r.flowEndReason().code()
        };
        for (int c = 0; c < COUNT; c++) {
            columns[c][row] = values[c];
        }
    }

    static FlowRecord join(long[][] columns, int row) {
        Row r = new Row(columns, row);
        return new FlowRecord(
                Coded.of(ObservationPoint.class, r.next()),
                Coded.of(Entry.class, r.next()),
                Coded.of(Mark.class, r.next()),
                Coded.of(Side.class, r.next()),
                r.nextInt(),
                r.nextInt(),
                r.nextInt(),
                r.next(),
                r.nextInt(),
                r.nextInt(),
                r.nextEndpoint(),
                r.nextEndpoint(),
                r.nextEndpoint(),
                r.nextEndpoint(),
                r.nextCounter(),
                r.nextCounter(),
                r.nextCounter(),
                r.nextCounter(),
                Coded.of(DropReason.class, r.peek() >> 1),
                Coded.of(Direction.class, r.next() & 1),
                r.nextCounter(),
                r.nextCounter(),
                r.peek(),
                r.next() + r.next(),
                Coded.of(FlowEndReason.class, r.next()));
    }

    /** Walks the columns of one row from left to right. */
    private static final class Row {
        private final long[][] columns;
        private final int row;
        private int column;

        Row(long[][] columns, int row) {
            this.columns = columns;
            this.row = row;
        }

        long peek() {
            return columns[column][row];
        }

        long next() {
            return columns[column++][row];
        }

        int nextInt() {
            return Math.toIntExact(next());
        }

        Endpoint nextEndpoint() {
            return new Endpoint(new IpAddress(next(), next()), nextInt());
        }

        Counter nextCounter() {
            long from = next();
            return new Counter(from, Math.addExact(from, next()));
        }
    }
}
