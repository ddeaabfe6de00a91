package io.turnpike.replay;

import io.turnpike.replay.flow.Flow;
import java.io.PrintStream;
import java.util.List;

/** A JSON object a line and flow. There is nothing in it that would have to be escaped. */
final class JsonLines implements FlowPrinter.Format {
    private static final long NANOS_PER_MILLI = 1_000_000;

    @Override
    public void print(List<Flow> flows, PrintStream out) {
        for (Flow flow : flows) {
            out.print(line(flow));
            out.print('\n');
        }
    }

    static String line(Flow flow) {
        return "{\"protocol\":" + flow.protocol()
                + ",\"source\":\"" + AddressText.of(flow.source().address(), flow.isIpv6())
                + "\",\"sourcePort\":" + flow.source().port()
                + ",\"destination\":\"" + AddressText.of(flow.destination().address(), flow.isIpv6())
                + "\",\"destinationPort\":" + flow.destination().port()
                + ",\"initiatorPackets\":" + flow.fromInitiator().packets()
                + ",\"initiatorOctets\":" + flow.fromInitiator().octets()
                + ",\"responderPackets\":" + flow.fromResponder().packets()
                + ",\"responderOctets\":" + flow.fromResponder().octets()
                + ",\"firstMillis\":" + flow.firstNanos() / NANOS_PER_MILLI
                + ",\"lastMillis\":" + flow.lastNanos() / NANOS_PER_MILLI
                + withoutPorts(flow) + "}";
    }

    private static String withoutPorts(Flow flow) {
        return switch (flow.kind()) {
            case NONE, PORTS, ECHO -> "";
            case CUT_SHORT, FRAGMENT -> ",\"portsMissing\":\"" + flow.kind() + "\"";
        };
    }
}
