package io.turnpike.standalone.lab.matrix;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the captures say that the ledger has to hold. */
final class Expectation {
    private Expectation() {}

    /** Octets of every cell that the probes claim. */
    static Map<Cell, Long> of(List<Probe> probes, Map<String, List<Packet>> packetsByHost) {
        Map<Cell, Long> octets = new LinkedHashMap<>();
        for (Probe probe : probes) {
            List<Packet> seen = packetsByHost.getOrDefault(probe.seenAt(), List.of());
            for (Claim claim : probe.claims()) {
                octets.merge(claim.cell(), octets(probe, claim.fromInitiator(), seen), Long::sum);
            }
        }
        return octets;
    }

    /** Octets of a probe's session one way, as captured. */
    static long octets(Probe probe, boolean fromInitiator, List<Packet> seen) {
        return seen.stream()
                .filter(packet -> fromInitiator ? probe.isForward(packet) : probe.isBackward(packet))
                .mapToLong(Packet::octets)
                .sum();
    }

    /** The ledger's growth under the names that the probes use: a cell of one of several resources joins them. */
    static Map<Cell, Long> renamed(Map<Cell, Long> growth, Map<Cell, Long> expected) {
        Map<Cell, Long> renamed = new LinkedHashMap<>();
        growth.forEach((cell, octets) -> renamed.merge(claimed(cell, expected), octets, Long::sum));
        return renamed;
    }

    private static Cell claimed(Cell cell, Map<Cell, Long> expected) {
        return expected.keySet().stream()
                .filter(claim -> List.of(claim.resource().split("\\|")).contains(cell.resource())
                        && claim.equals(new Cell(claim.resource(), cell.path(), cell.direction(), cell.rule())))
                .findFirst()
                .orElse(cell);
    }
}
