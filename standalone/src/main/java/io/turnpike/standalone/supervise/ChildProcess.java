package io.turnpike.standalone.supervise;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The running process of a part. It leads a session of its own, so that a Ctrl-C on the terminal is ours alone. */
final class ChildProcess {
    private final Part part;
    private final Process process;
    private final ProcessIdentity identity;

    private ChildProcess(Part part, Process process, ProcessIdentity identity) {
        this.part = part;
        this.process = process;
        this.identity = identity;
    }

    static ChildProcess start(Part part, LogFile log) throws IOException {
        log.rotate();
        var words = new ArrayList<>(List.of("setsid"));
        words.addAll(part.command());
        var builder = new ProcessBuilder(words)
                .directory(part.workingDirectory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.path().toFile()));
        if (!(part.stop() instanceof StopWith.ClosedInput)) {
            builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
        }
        var environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("TURNPIKE_"));
        environment.put("TZ", "UTC");
        environment.putAll(part.environment());
        return identified(part, builder.start());
    }

    private static ChildProcess identified(Part part, Process process) throws IOException {
        var identity = ProcessIdentity.of(process.pid())
                .orElseThrow(() -> new IOException(part.name() + " ended as soon as it was started"));
        return new ChildProcess(part, process, identity);
    }

    ProcessIdentity identity() {
        return identity;
    }

    CompletableFuture<Process> onExit() {
        return process.onExit();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String ending() {
        int code = process.exitValue();
        return code > 128 ? "killed by signal " + (code - 128) : "exit " + code;
    }

    /** Asks it to end; kills it and all it started once patience is over. Returns whether it ended by itself. */
    boolean stop(Duration patience) throws IOException, InterruptedException {
        var tree = ProcessTree.of(identity);
        ask();
        boolean ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        Termination.kill(tree);
        killRest();
        process.waitFor();
        return ended;
    }

    /** Kills what it started and left behind. */
    void killRest() throws InterruptedException {
        Termination.kill(ProcessTree.of(identity));
    }

    private void ask() throws IOException, InterruptedException {
        switch (part.stop()) {
            case StopWith.Signal() -> process.destroy();
            case StopWith.ClosedInput() -> process.getOutputStream().close();
            case StopWith.Command(var words) -> run(words);
        }
    }

    private static void run(List<String> words) throws IOException, InterruptedException {
        var command = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!command.waitFor(10, TimeUnit.SECONDS)) {
            command.destroyForcibly();
        }
    }
}
