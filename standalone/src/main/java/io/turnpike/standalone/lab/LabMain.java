package io.turnpike.standalone.lab;

import io.turnpike.cli.ApiException;
import io.turnpike.standalone.RunningApi;
import io.turnpike.standalone.lab.matrix.Matrix;
import io.turnpike.standalone.lab.matrix.Report;
import io.turnpike.standalone.supervise.DataDirectory;
import io.turnpike.standalone.supervise.StackState;
import io.turnpike.standalone.supervise.StateFile;
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
        if (!rest.isEmpty() && (rest.size() != 2 || !rest.getFirst().equals("--data"))) {
            return usage(System.err, 2);
        }
        DataDirectory data =
                rest.isEmpty() ? DataDirectory.standard(System.getenv()) : new DataDirectory(Path.of(rest.getLast()));
        StackState state =
                new StateFile(data).read().filter(StackState::isRunning).orElse(null);
        if (state == null || !new Lab(data.root()).isUp()) {
            System.err.println("turnpike lab: no lab is up on " + data.root() + "; start it with: ./turnpike up");
            return 1;
        }
        Report report = new Matrix(RunningApi.of(state.links())).run();
        (json ? List.of(report.json()) : report.lines()).forEach(System.out::println);
        return report.isExact() ? 0 : 1;
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
