package io.turnpike.replay;

import io.turnpike.replay.flow.FlowTable;
import java.io.PrintStream;

/** What became of the packets, in words. */
record Summary(Totals totals, FlowTable flows) {
    void print(PrintStream err) {
        Totals.Sum counted = totals.inFlows();
        Totals.Sum others = totals.inOthers();
        err.println("packets: " + FlowRows.figure(totals.packets()) + span());
        err.println("in flows: " + figures(counted) + " in " + FlowRows.figure(flows.begun()) + " flows");
        err.println("not in flows: " + figures(others));
        totals.others().forEach((kind, sum) -> err.println("  " + kind + ": " + figures(sum)));
        remark(err, totals.shortOnWire(), "packets are shorter than their headers say; counted as their headers say");
        remark(err, flows.endedForRoom(), "flows were ended before their time: there was no room for more at once");
    }

    private String span() {
        return totals.packets() == 0
                ? ""
                : ", captured from " + FlowRows.time(totals.firstNanos()) + " to " + FlowRows.time(totals.lastNanos())
                        + " UTC";
    }

    private static void remark(PrintStream err, long count, String what) {
        if (count > 0) {
            err.println(FlowRows.figure(count) + " " + what);
        }
    }

    static String figures(Totals.Sum sum) {
        return FlowRows.figure(sum.packets()) + " packets, " + FlowRows.figure(sum.octets()) + " octets";
    }
}
