package io.turnpike.billing.usage;

import io.turnpike.billing.rating.ChargeLine;
import io.turnpike.billing.usage.ChargeReport.AccountCharges;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.flow.TrafficPath;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts the nodes' counts beside what attribution and rating made of them. Pure. */
final class WayTable {
    private record Key(String account, String resource, TrafficPath path) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::resource).thenComparing(Key::account).thenComparing(Key::path);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    private record Owned(String account, String resource) {}

    private final Map<Owned, List<Cell>> cells;
    private final Function<String, TrafficPath> borderPath;
    private final Map<String, NodeProgress> progress;
    private final Instant now;

    /**
     * Takes what the nodes say.
     *
     * @param accountOf whose cell it is; empty if nobody's
     * @param borderPath the path of what a resource, by its id, sends and receives at the border
     */
    WayTable(
            Collection<Cell> cells,
            Function<Cell, String> accountOf,
            Function<String, TrafficPath> borderPath,
            Collection<NodeProgress> progress,
            Instant now) {
        this.borderPath = borderPath;
        this.cells = cells.stream()
                .collect(Collectors.groupingBy(cell -> new Owned(accountOf.apply(cell), cell.resource())));
        this.progress = progress.stream().collect(Collectors.toMap(NodeProgress::node, Function.identity()));
        this.now = now;
    }

    List<WayItem> rows(Collection<AccountCharges> charges) {
        List<WayItem> rows = new ArrayList<>();
        for (AccountCharges account : charges) {
            String id = account.tariff().account();
            Map<Key, List<ChargeLine>> lines = account.lines().stream()
                    .collect(Collectors.groupingBy(
                            line -> new Key(id, line.resource(), line.path()), TreeMap::new, Collectors.toList()));
            cells.forEach((owned, own) -> {
                if (owned.account().equals(id)) {
                    own.forEach(cell -> unseen(lines, cell, id));
                }
            });
            lines.forEach((key, of) -> rows.add(row(key, of, account.tariff().currency())));
        }
        return rows;
    }

    /** What nodes have counted but attribution has not shown yet has a row too. */
    private void unseen(Map<Key, List<ChargeLine>> lines, Cell cell, String account) {
        boolean seen = lines.keySet().stream()
                .anyMatch(key -> key.resource().equals(cell.resource())
                        && points(key.path()).contains(cell.observationPoint()));
        if (!seen && cell.octets() > 0) {
            lines.put(new Key(account, cell.resource(), usualPath(cell)), List.of());
        }
    }

    private WayItem row(Key key, List<ChargeLine> lines, Currency currency) {
        BigDecimal exact = lines.stream().map(ChargeLine::exactAmount).reduce(BigDecimal.ZERO, BigDecimal::add);
        List<Cell> own = cells.getOrDefault(new Owned(key.account(), key.resource()), List.of());
        return new WayItem(
                key.account(),
                key.resource(),
                key.path(),
                counted(own, points(key.path())),
                lines.stream().mapToLong(ChargeLine::octets).sum(),
                lines.stream().mapToLong(ChargeLine::chargeableOctets).sum(),
                ChargeLine.round(exact, currency),
                exact,
                currency,
                ageSeconds(own));
    }

    private static @Nullable Long counted(List<Cell> cells, Set<ObservationPoint> points) {
        List<Cell> shown = cells.stream()
                .filter(cell -> points.contains(cell.observationPoint()))
                .toList();
        return shown.isEmpty() ? null : shown.stream().mapToLong(Cell::octets).sum();
    }

    /** Of the nodes that carry the resource; of all nodes where no cell tells which these are. */
    private @Nullable Long ageSeconds(List<Cell> own) {
        Set<String> nodes =
                own.isEmpty() ? progress.keySet() : own.stream().map(Cell::node).collect(Collectors.toSet());
        return nodes.stream()
                .flatMap(node -> Optional.ofNullable(progress.get(node)).stream())
                .map(node -> node.ageSeconds(now))
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** Where the octets of a path are counted. An ECS interface counts all that passes it, whatever the path. */
    private static Set<ObservationPoint> points(TrafficPath path) {
        return switch (path) {
            case SLB -> Set.of(ObservationPoint.SLB_FRONT);
            case EIP, NAT, IPV6GW -> Set.of(ObservationPoint.BORDER);
            case ECS -> Set.of(ObservationPoint.ECS_NIC);
            case INTERNAL -> Set.of(ObservationPoint.ECS_NIC, ObservationPoint.SLB_BACK, ObservationPoint.L7);
            case DENIED, DROPPED, UNATTRIBUTED -> Set.of();
        };
    }

    private TrafficPath usualPath(Cell cell) {
        return switch (cell.observationPoint()) {
            case SLB_FRONT -> TrafficPath.SLB;
            case BORDER -> borderPath.apply(cell.resource());
            case SLB_BACK, L7, ECS_NIC -> TrafficPath.INTERNAL;
        };
    }
}
