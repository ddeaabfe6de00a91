package io.turnpike.bench.l4;

import io.turnpike.bench.Figure;
import io.turnpike.node.ffi.XdpRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the director's XDP program takes for a TCP segment of an established session that it meters, limits and touches, as
 * a multiple of a program that only answers XDP_TX. A program in front of it writes the segment anew each time, of one flow
 * after the other, since a run finds the octets as the last one left them; what that takes is measured alone, and taken off.
 */
final class TestRuns {
    private static final int XDP_REDIRECT = 4;

    private final Generator generator = new Generator();
    private final Director director;
    private final Host host;
    private final int face;
    private final byte[] opening;
    private final byte[] established;

    private TestRuns(Scope scope, Effort effort) throws IOException {
        Site site = Site.open(scope, "run");
        director = new Director(site, effort.sessions());
        director.limit();
        host = site.forwarder();
        face = host.interfaceIndex(Site.FRONT);
        String linkAddress = host.address(Site.FRONT);
        opening = Packets.tcp(linkAddress, Director.TCP_PORT, Packets.SYN);
        established = Packets.tcp(linkAddress, Director.TCP_PORT, Packets.ACK);
    }

    static List<Figure> run(Effort effort) throws IOException {
        try (Scope scope = new Scope()) {
            TestRuns runs = new TestRuns(scope, effort);
            List<Figure> figures = new ArrayList<>();
            figures.add(runs.figure("testrun_multiple_1", 1, effort));
            figures.add(runs.figure("testrun_multiple_1k", Math.min(1_000, effort.largestFlows()), effort));
            figures.add(runs.figure("testrun_multiple_100k", effort.largestFlows(), effort));
            return figures;
        }
    }

    private Figure figure(String metric, int flows, Effort effort) throws IOException {
        open(flows);
        List<Double> multiples = new ArrayList<>();
        for (int run = 0; run < effort.runs(); run++) {
            multiples.add(host.call(() -> multiple(effort.testRuns())));
        }
        return new Runs(multiples).figure(metric, "times an empty program");
    }

    /** Opens the session of each flow by its first segment; those of an earlier figure are there already. */
    private void open(int flows) throws IOException {
        generator.packets(opening, flows);
        generator.test(director.object().program("director_xdp"));
        host.call(() -> generator.run(face).nanosOfRun(flows));
        generator.packets(established, flows);
        int verdict = host.call(() -> generator.run(face).verdict());
        if (verdict != XDP_REDIRECT) {
            throw new IOException("a segment of an established session was answered with " + verdict);
        }
    }

    private double multiple(int times) {
        double empty = nanos(generator.empty(face), times);
        generator.testNothing();
        double made = nanos(generator.run(face), times);
        generator.test(director.object().program("director_xdp"));
        double forwarded = nanos(generator.run(face), times);
        return (forwarded - made + empty) / empty;
    }

    private static double nanos(XdpRun run, int times) {
        run.nanosOfRun(times / 10 + 1);
        return run.nanosOfRun(times);
    }
}
