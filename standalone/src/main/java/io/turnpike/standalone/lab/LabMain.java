package io.turnpike.standalone.lab;

import io.turnpike.cli.ApiException;
import io.turnpike.standalone.lab.matrix.Matrix;
import io.turnpike.standalone.lab.matrix.Report;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@code turnpike lab ...}: what a person does in the lab by hand. */
public final class LabMain {
    private static final String USAGE = """
            usage: turnpike lab exec HOST -- CMD [ARG ...]   run CMD on a lab host
                   turnpike lab hosts                        list the hosts
                   turnpike lab offloads on|off              segmentation and checksum offloads of every link
                   turnpike lab matrix [--json] [--data DIR] every ECS, every path, both ways: reachable or refused as it
                                                             has to be, and every octet in its cell as captured
                   turnpike lab impair HOST:INTERFACE [--loss PERCENT] [--delay MS] [--reorder PERCENT] [--seed N] [--data DIR]
                                                             make a link bad in both directions; HOST:INTERFACE is an end
                   turnpike lab impair --clear [--data DIR]  make all links good again
                   turnpike lab cable HOST out|in            pull every cable of a host, put them in again
                   turnpike lab join [--data DIR]            start director3, which takes its share of the flows
                   turnpike lab up|down --data DIR           build or remove the network alone""";

    private LabMain() {}

    public static void main(String[] args) {
        System.exit(run(List.of(args)));
    }

    private static int run(List<String> args) {
        try {
            return switch (args.isEmpty() ? "" : args.getFirst()) {
                case "exec" -> exec(args);
                case "hosts" -> hosts();
                case "matrix" -> matrix(args.subList(1, args.size()));
                case "impair" -> impair(args.subList(1, args.size()));
                case "cable" -> cable(args);
                case "join" -> join(args.subList(1, args.size()));
                case "offloads" -> offloads(args);
                case "up" -> build(args, true);
                case "down" -> build(args, false);
                case "-h", "--help", "help" -> usage(System.out, 0);
                default -> usage(System.err, 2);
            };
        } catch (IllegalArgumentException e) {
            System.err.println("turnpike lab: " + e.getMessage());
            return 2;
        } catch (IOException | ApiException | InterruptedException e) {
            System.err.println("turnpike lab: " + e.getMessage());
            return 1;
        }
    }

    private static int usage(PrintStream out, int exitCode) {
        out.println(USAGE);
        return exitCode;
    }

    private static int exec(List<String> args) throws IOException, InterruptedException {
        int dashes = args.indexOf("--");
        if (dashes != 2 || args.size() < 4) {
            return usage(System.err, 2);
        }
        String host = args.get(1);
        List<String> command = Lab.inside(host, args.subList(3, args.size()));
        if (!Files.exists(Lab.namespace(host))) {
            System.err.println("turnpike lab: the lab is not up; start it with: ./turnpike up");
            return 1;
        }
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private static int hosts() {
        Topology.HOSTS.forEach(System.out::println);
        return 0;
    }

    private static int matrix(List<String> options) throws IOException, ApiException, InterruptedException {
        List<String> rest = new ArrayList<>(options);
        boolean json = rest.remove("--json");
        RunningLab lab = RunningLab.of(rest);
        if (lab == null) {
            return usage(System.err, 2);
        }
        Report report = new Matrix(lab.api()).run();
        (json ? List.of(report.json()) : report.lines()).forEach(System.out::println);
        return report.isExact() ? 0 : 1;
    }

    private static int join(List<String> options) throws IOException, ApiException, InterruptedException {
        RunningLab lab = RunningLab.of(options);
        if (lab == null) {
            return usage(System.err, 2);
        }
        new Join(lab).run();
        System.out.println(LabRouting.JOINER + " has joined: its routes are announced");
        return 0;
    }

    private static int impair(List<String> words) throws IOException, InterruptedException {
        String said = ImpairCommand.run(words);
        if (said == null) {
            return usage(System.err, 2);
        }
        System.out.println(said);
        return 0;
    }

    private static int cable(List<String> args) throws IOException {
        if (args.size() != 3 || !Arrays.asList("out", "in").contains(args.get(2))) {
            return usage(System.err, 2);
        }
        Lab.plug(args.get(1), args.get(2).equals("in"));
        return 0;
    }

    private static int offloads(List<String> args) throws IOException {
        if (args.size() != 2 || !Arrays.asList("on", "off").contains(args.get(1))) {
            return usage(System.err, 2);
        }
        Lab.offloads(args.get(1).equals("on"));
        return 0;
    }

    private static int build(List<String> args, boolean up) throws IOException {
        if (args.size() != 3 || !args.get(1).equals("--data")) {
            return usage(System.err, 2);
        }
        Lab lab = new Lab(Path.of(args.get(2)));
        if (up) {
            lab.up(Lab.Hook.TC);
        } else {
            lab.down();
        }
        return 0;
    }
}
