package io.turnpike.node.schedule;

import java.util.List;

/**
 * A hash table of servers, filled by weighted rendezvous: every server draws a number for every place, and the lowest
 * one has it. A draw depends on nothing but the server and the place, so when a server goes, only its own places change
 * hands; when one comes or gains weight, it only takes; and all directors have the same table.
 */
final class RendezvousTable {
    /** With ten servers of one weight each has its tenth to within 2.3 % (one standard deviation). */
    static final int PLACES = 16_384;

    private static final double ONE_IN_2_TO_53 = 0x1.0p-53;

    private RendezvousTable() {}

    static int[] of(List<Candidate> candidates) {
        int[] row = new int[PLACES];
        for (int place = 0; place < PLACES; place++) {
            row[place] = lowest(candidates, place);
        }
        return row;
    }

    private static int lowest(List<Candidate> candidates, int place) {
        double least = Double.POSITIVE_INFINITY;
        int server = 0;
        for (Candidate candidate : candidates) {
            double draw = draw(candidate, place);
            if (draw < least) {
                least = draw;
                server = candidate.server();
            }
        }
        return server;
    }

    /** Exponentially distributed with the weight as its rate: the lowest is each one's with the share of its weight. */
    private static double draw(Candidate candidate, int place) {
        double uniform = ((mix(candidate.identity() + mix(place + 1L)) >>> 11) + 0.5) * ONE_IN_2_TO_53;
        // Not Math.log, which may differ in the last bit from one machine to another.
        return -StrictMath.log(uniform) / candidate.weight();
    }

    /** The finalizer of SplitMix64. */
    private static long mix(long value) {
        long mixed = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }
}
