package io.turnpike.node.schedule;

import io.turnpike.flow.Scheduler;
import java.util.List;

/** The row of a listener: the servers that the packet path chooses from, each as often as its scheduler wants. */
public final class Rows {
    private Rows() {}

    /** Empty without candidates. */
    public static int[] of(Scheduler scheduler, List<Candidate> candidates) {
        if (candidates.isEmpty()) {
            return new int[0];
        }
        return switch (scheduler) {
            case RR, WLC -> eachOnce(candidates);
            case WRR -> SmoothSequence.of(candidates);
            case SCH, TCH -> RendezvousTable.of(candidates);
        };
    }

    private static int[] eachOnce(List<Candidate> candidates) {
        return candidates.stream().mapToInt(Candidate::server).toArray();
    }
}
