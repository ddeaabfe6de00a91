package io.turnpike.node.metrics;

import io.turnpike.collector.CounterSource;
import io.turnpike.flow.Direction;
import io.turnpike.flow.FlowRecord;
import io.turnpike.node.maps.Cells;
import io.turnpike.node.maps.ListenerKey;
import io.turnpike.node.maps.ListenerStates;
import io.turnpike.node.maps.SessionTable;
import io.turnpike.registry.Registry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The figures of a director's load balancers and listeners. What only grows is as of the last report of the collector,
 * since sessions are counted there; what is open is counted when it is asked for.
 */
public final class BalancerMetrics {
    private final ListenerStates states;
    private final SessionTable table;
    private final LongSupplier nowNanos;
    private final RecordCounts records = new RecordCounts();
    private final History history = new History();
    private KnownListeners known = KnownListeners.NONE;

    /**
     * @param nowNanos of a monotonic clock
     */
    public BalancerMetrics(ListenerStates states, SessionTable table, LongSupplier nowNanos) {
        this.states = states;
        this.table = table;
        this.nowNanos = nowNanos;
    }

    /** The same source, whose reports are counted here too. */
    public CounterSource counting(CounterSource source) {
        return new ReportedRecords(source, this::reported);
    }

    /** The listeners as they are now in the packet path. */
    public synchronized void configure(Registry registry) {
        Set<Subject> before = known.keys().keySet();
        known = KnownListeners.of(registry);
        records.retain(known);
        // What is new has a rate from here on.
        if (!before.containsAll(known.keys().keySet())) {
            sample();
        }
    }

    synchronized void reported(List<FlowRecord> reported) {
        reported.forEach(record -> records.add(record, known));
        sample();
    }

    private void sample() {
        Map<ListenerKey, Integer> places = states.places();
        Map<Subject, Amounts> amounts = new HashMap<>();
        Map<Subject, Integer> peaks = new HashMap<>();
        known.keys().forEach((subject, key) -> {
            Integer index = places.get(key);
            if (index != null) {
                amounts.put(subject, counted(subject, index));
                peaks.put(subject, states.beginPeak(index));
            }
        });
        history.add(new History.Sample(nowNanos.getAsLong(), amounts, peaks));
    }

    /** What sessions forwarded is known from records, connections from the packet path, which keeps them for itself. */
    private Amounts counted(Subject subject, int index) {
        Amounts connections = records.amounts(subject)
                .with(Figure.NEW_CONNECTION, states.opened(index))
                .with(Figure.DROP_CONNECTION, states.droppedConnections(index));
        return subject.isBalancer() ? connections : withDrops(connections, index);
    }

    private Amounts withDrops(Amounts amounts, int index) {
        Cells.Amount in = states.dropped(index, Direction.IN);
        Cells.Amount out = states.dropped(index, Direction.OUT);
        return amounts.with(Figure.DROP_PACKET_RX, in.packets())
                .with(Figure.DROP_TRAFFIC_RX, in.octets())
                .with(Figure.DROP_PACKET_TX, out.packets())
                .with(Figure.DROP_TRAFFIC_TX, out.octets());
    }

    /** For Prometheus. */
    public String text() {
        Map<Integer, OpenConnections> open = OpenConnections.of(table);
        synchronized (this) {
            BalancerText text = new BalancerText(history);
            Map<ListenerKey, Integer> places = states.places();
            known.keys().forEach((subject, key) -> {
                Integer index = places.get(key);
                if (index != null) {
                    text.add(subject, open.getOrDefault(index, OpenConnections.NONE), states.peak(index));
                }
            });
            return text.toString();
        }
    }
}
