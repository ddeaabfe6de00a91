package io.turnpike.replay;

import io.turnpike.replay.feed.FeedIdentity;
import io.turnpike.replay.flow.FlowTable;
import io.turnpike.replay.flow.FlowTimeouts;
import io.turnpike.replay.packet.LinkLayer;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Entry point. Exit codes: 0 done, 1 not all could be read or fed, 2 not understood. */
@Command(
        name = "replay",
        description =
                "Prints the flows of a capture (pcap or pcapng), both directions of each together, with their layer-3"
                        + " octets. What was no flow is told on standard error.")
public final class ReplayCommand implements Callable<Integer> {
    /** Flows that may go on at once: what fits into the heap that the launcher gives. */
    static final int MOST_FLOWS = 262_144;

    @Parameters(paramLabel = "FILE", description = "The capture; - for standard input.")
    Path file = Path.of("-");

    @Option(names = "--json", description = "Print a JSON object a flow, one a line.")
    boolean json;

    @Mixin
    TimeoutOptions timeouts = new TimeoutOptions();

    @Mixin
    FeedOptions feed = new FeedOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Spec
    @Nullable
    CommandSpec spec;

    private final PrintStream out;
    private final PrintStream err;

    ReplayCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    public static void main(String[] args) {
        // Not System.out, which flushes at each line: a capture can have a million.
        PrintStream out = new PrintStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16),
                false,
                StandardCharsets.UTF_8);
        System.exit(execute(out, System.err, args));
    }

    static int execute(PrintStream out, PrintStream err, String... args) {
        return new CommandLine(new ReplayCommand(out, err))
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .execute(args);
    }

    @Override
    public Integer call() {
        requireWhatFeedingNeeds();
        FlowPrinter printer = new FlowPrinter(json ? new JsonLines() : new FlowRows(), out);
        FlowTable flows = new FlowTable(MOST_FLOWS, timeouts(), printer);
        CaptureRun run = new CaptureRun(flows);
        MessageDigest digest = FeedIdentity.sha256();
        String problem;
        try (InputStream in = feed.node == null ? open() : new DigestInputStream(open(), digest)) {
            run.read(in, nanos -> {});
            problem = unreadable(run.totals());
        } catch (IOException e) {
            problem = sentence(e);
        }
        printer.finish();
        if (run.isBegun()) {
            new Summary(run.totals(), flows).print(err);
        }
        return feed.node == null ? end(problem) : feed(problem, run.totals(), FeedIdentity.hex(digest));
    }

    private void requireWhatFeedingNeeds() {
        if (feed.node == null) {
            return;
        }
        if (isStandardInput()) {
            throw notUnderstood("--node needs a file: its content, read first, is what numbers its batches");
        }
        if (!timeouts().equals(FlowTimeouts.DEFAULT)) {
            throw notUnderstood("--node goes with no other timeouts: the same file has to make the same batches");
        }
        FeedIdentity.problemOf(feed.node).ifPresent(problem -> {
            throw notUnderstood(problem);
        });
    }

    /** All or nothing: what is missing of a damaged capture could not be added later without counting the rest twice. */
    private int feed(String problem, Totals totals, String sha256) {
        if (!problem.isEmpty()) {
            return end(problem + "; nothing was fed");
        }
        try {
            err.println(new Feeding(file, sha256, InstantSource.system())
                    .run(
                            feed.bootstrapServers(),
                            FeedIdentity.of(Objects.requireNonNull(feed.node), sha256),
                            feed.observationPoint(),
                            totals));
            return 0;
        } catch (IOException e) {
            return end(sentence(e));
        }
    }

    private ParameterException notUnderstood(String why) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), why);
    }

    private FlowTimeouts timeouts() {
        try {
            return timeouts.timeouts();
        } catch (IllegalArgumentException e) {
            throw notUnderstood(String.valueOf(e.getMessage()));
        }
    }

    private boolean isStandardInput() {
        return file.toString().equals("-");
    }

    private String name() {
        return isStandardInput() ? "standard input" : file.toString();
    }

    private InputStream open() throws IOException {
        if (isStandardInput()) {
            return new FileInputStream(FileDescriptor.in);
        }
        if (Files.isDirectory(file)) {
            throw new IOException("it is a directory, expected a capture");
        }
        return Files.newInputStream(file);
    }

    private static String unreadable(Totals totals) {
        return totals.unreadable() == 0
                ? ""
                : "%s packets have a link layer that is not read; what is read: %s"
                        .formatted(FlowRows.figure(totals.unreadable()), LinkLayer.READ);
    }

    private static String sentence(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "there is no such file";
            case AccessDeniedException _ -> "not allowed to read it";
            default -> String.valueOf(e.getMessage());
        };
    }

    private int end(String problem) {
        if (problem.isEmpty()) {
            return 0;
        }
        err.println("turnpike: " + name() + ": " + problem);
        return 1;
    }
}
