package io.turnpike.replay;

import io.turnpike.replay.flow.Flow;
import io.turnpike.replay.flow.FlowObserver;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Prints flows in the order in which they began. Of a capture with more flows than are kept here, those that ended
 * earlier come before the others.
 */
final class FlowPrinter implements FlowObserver {
    private static final int KEPT = 65_536;

    /** How flows are written. */
    interface Format {
        void print(List<Flow> flows, PrintStream out);
    }

    private final List<Flow> ended = new ArrayList<>();
    private final Format format;
    private final PrintStream out;
    private final int kept;

    FlowPrinter(Format format, PrintStream out) {
        this(format, out, KEPT);
    }

    FlowPrinter(Format format, PrintStream out, int kept) {
        this.format = format;
        this.out = out;
        this.kept = kept;
    }

    @Override
    public void ended(Flow flow) {
        ended.add(flow);
        if (ended.size() >= kept) {
            print();
        }
    }

    /** Prints what is kept. */
    void finish() {
        print();
        out.flush();
    }

    private void print() {
        ended.sort(Comparator.comparingLong(Flow::ordinal));
        format.print(ended, out);
        ended.clear();
    }
}
