package io.turnpike.replay;

import io.turnpike.replay.flow.Flow;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table for people. */
final class FlowRows implements FlowPrinter.Format {
    private static final List<String> HEAD = List.of(
            "PROTOCOL", "SOURCE", "DESTINATION", "PACKETS", "OCTETS", "BACK", "OCTETS BACK", "FIRST (UTC)", "SECONDS");
    private static final int FIRST_FIGURE = 3;
    private static final String GAP = "  ";
    /** Widths are those of so many lines at a time. */
    private static final int BLOCK = 1_000;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private boolean isBegun;

    @Override
    public void print(List<Flow> flows, PrintStream out) {
        for (int from = 0; from < flows.size(); from += BLOCK) {
            block(flows.subList(from, Math.min(flows.size(), from + BLOCK)), out);
        }
    }

    private void block(List<Flow> flows, PrintStream out) {
        List<List<String>> rows = new ArrayList<>();
        if (!isBegun) {
            rows.add(HEAD);
            isBegun = true;
        }
        flows.forEach(flow -> rows.add(cells(flow)));
        int[] widths = new int[HEAD.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        rows.forEach(row -> out.println(line(row, widths)));
    }

    private static List<String> cells(Flow flow) {
        return List.of(
                protocol(flow.protocol()),
                AddressText.of(flow.source(), flow),
                AddressText.of(flow.destination(), flow) + remark(flow),
                figure(flow.fromInitiator().packets()),
                figure(flow.fromInitiator().octets()),
                figure(flow.fromResponder().packets()),
                figure(flow.fromResponder().octets()),
                time(flow.firstNanos()),
                "%.3f".formatted((flow.lastNanos() - flow.firstNanos()) / 1e9));
    }

    private static String remark(Flow flow) {
        return switch (flow.kind()) {
            case NONE, PORTS, ECHO -> "";
            case CUT_SHORT -> " (cut short)";
            case FRAGMENT -> " (fragments)";
        };
    }

    private static String protocol(int number) {
        return switch (number) {
            case 1 -> "ICMP";
            case 2 -> "IGMP";
            case 4 -> "IPv4";
            case 6 -> "TCP";
            case 17 -> "UDP";
            case 33 -> "DCCP";
            case 41 -> "IPv6";
            case 47 -> "GRE";
            case 50 -> "ESP";
            case 51 -> "AH";
            case 58 -> "ICMPv6";
            case 89 -> "OSPF";
            case 103 -> "PIM";
            case 112 -> "VRRP";
            case 132 -> "SCTP";
            case 136 -> "UDP-Lite";
            default -> Integer.toString(number);
        };
    }

    static String figure(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    static String time(long nanos) {
        return TIME.format(Instant.ofEpochSecond(nanos / 1_000_000_000L, nanos % 1_000_000_000L));
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String blanks = " ".repeat(widths[i] - row.get(i).length());
            line.append(i == 0 ? "" : GAP).append(i < FIRST_FIGURE ? row.get(i) + blanks : blanks + row.get(i));
        }
        return line.toString().stripTrailing();
    }
}
