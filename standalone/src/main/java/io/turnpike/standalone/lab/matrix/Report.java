package io.turnpike.standalone.lab.matrix;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What came of a run.
 *
 * @param answered whether a driven probe had its answer
 * @param expected octets by cell, from the captures
 * @param found octets by cell, from the ledger
 */
public record Report(
        List<Probe> probes,
        Map<Probe, Boolean> answered,
        Map<Probe, Long> captured,
        Map<Cell, Long> expected,
        Map<Cell, Long> found) {
    static Report of(
            List<Probe> probes,
            Map<Probe, Boolean> answered,
            Map<String, List<Packet>> packets,
            Map<Cell, Long> growth) {
        Map<Cell, Long> expected = Expectation.of(probes, packets);
        Map<Probe, Long> captured = new LinkedHashMap<>();
        for (Probe probe : probes) {
            List<Packet> seen = packets.getOrDefault(probe.seenAt(), List.of());
            captured.put(probe, Expectation.octets(probe, true, seen) + Expectation.octets(probe, false, seen));
        }
        return new Report(probes, answered, captured, expected, Expectation.renamed(growth, expected));
    }

    /** Whether every probe did as it had to, every claimed cell holds what was captured, and no other cell grew. */
    public boolean isExact() {
        return probes.stream().allMatch(this::isRight) && wrongCells().isEmpty();
    }

    private boolean isRight(Probe probe) {
        return captured(probe) > 0 && (!probe.isDriven() || isAnswered(probe) == probe.reachable());
    }

    private boolean isAnswered(Probe probe) {
        return Boolean.TRUE.equals(answered.get(probe));
    }

    private long captured(Probe probe) {
        return captured.getOrDefault(probe, 0L);
    }

    private Set<Cell> wrongCells() {
        Set<Cell> cells = new LinkedHashSet<>(expected.keySet());
        cells.addAll(found.keySet());
        return cells.stream()
                .filter(cell -> !expected.getOrDefault(cell, 0L).equals(found.getOrDefault(cell, 0L)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** For people. */
    public List<String> lines() {
        Set<Cell> wrong = wrongCells();
        List<String> lines = new ArrayList<>();
        lines.add(FORMAT.formatted("ECS", "PATH", "WAY", "PROTOCOL", "IP", "EXPECTED", "SEEN", "OCTETS", "CELL", ""));
        for (Probe probe : probes) {
            boolean right = isRight(probe) && probe.claims().stream().noneMatch(c -> wrong.contains(c.cell()));
            lines.add(FORMAT.formatted(
                            probe.ecs(),
                            probe.path(),
                            probe.way(),
                            probe.protocol(),
                            probe.ipv6() ? "6" : "4",
                            probe.reachable() ? "reachable" : "refused",
                            seen(probe),
                            captured(probe),
                            probe.claims().getFirst().cell(),
                            right ? "exact" : "WRONG")
                    .stripTrailing());
        }
        for (Cell cell : wrong) {
            lines.add("WRONG %s: captured %,d octets, the ledger has %,d"
                    .formatted(cell, expected.getOrDefault(cell, 0L), found.getOrDefault(cell, 0L)));
        }
        lines.add("%d probes, %d cells, %s"
                .formatted(probes.size(), expected.size(), isExact() ? "all exact" : "NOT exact"));
        return lines;
    }

    private static final String FORMAT = "%-5s %-8s %-9s %-9s %-3s %-10s %-10s %9s  %-36s %s";

    private String seen(Probe probe) {
        if (!probe.isDriven()) {
            return captured(probe) > 0 ? "reachable" : "nothing";
        }
        return isAnswered(probe) ? "reachable" : "refused";
    }

    /** For machines. */
    public String json() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("exact", isExact());
        var items = root.putArray("probes");
        for (Probe probe : probes) {
            ObjectNode item = items.addObject();
            item.put("ecs", probe.ecs());
            item.put("path", probe.path());
            item.put("way", probe.way().name());
            item.put("protocol", probe.protocol().name());
            item.put("ip", probe.ipv6() ? 6 : 4);
            item.put("reachable", probe.reachable());
            item.put("seen", seen(probe));
            item.put("octets", captured(probe));
        }
        var cells = root.putArray("cells");
        Set<Cell> all = new LinkedHashSet<>(expected.keySet());
        all.addAll(found.keySet());
        for (Cell cell : all) {
            ObjectNode item = cells.addObject();
            item.put("resource", cell.resource());
            item.put("path", cell.path());
            item.put("direction", cell.direction());
            item.put("rule", cell.rule());
            item.put("capturedOctets", expected.getOrDefault(cell, 0L));
            item.put("ledgerOctets", found.getOrDefault(cell, 0L));
        }
        return root.toPrettyString();
    }
}
