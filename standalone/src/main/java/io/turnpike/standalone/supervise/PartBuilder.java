package io.turnpike.standalone.supervise;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds a {@link Part}; all but the name and the command has a default. */
public final class PartBuilder {
    private final String name;
    private final List<String> command = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private Path workingDirectory = Path.of("/");
    private Probe readiness = () -> Health.up("");
    private int port;
    private List<String> dependencies = List.of();
    private String peer = "";
    private Step beforeStart = Step.NOTHING;
    private Step afterStop = Step.NOTHING;
    private StopWith stop = new StopWith.Signal();

    PartBuilder(String name) {
        this.name = name;
    }

    public PartBuilder command(List<String> words) {
        command.addAll(words);
        return this;
    }

    public PartBuilder environment(Map<String, String> more) {
        environment.putAll(more);
        return this;
    }

    public PartBuilder workingDirectory(Path directory) {
        this.workingDirectory = directory;
        return this;
    }

    public PartBuilder readyWhen(Probe probe) {
        this.readiness = probe;
        return this;
    }

    public PartBuilder port(int shown) {
        this.port = shown;
        return this;
    }

    public PartBuilder after(String... names) {
        this.dependencies = List.of(names);
        return this;
    }

    /** Does the same work as that part, so it stops after all that need that one. */
    public PartBuilder peerOf(String name) {
        this.peer = name;
        return this;
    }

    public PartBuilder beforeStart(Step step) {
        this.beforeStart = step;
        return this;
    }

    public PartBuilder afterStop(Step step) {
        this.afterStop = step;
        return this;
    }

    public PartBuilder stopWith(StopWith way) {
        this.stop = way;
        return this;
    }

    public Part build() {
        return new Part(
                name,
                command,
                environment,
                workingDirectory,
                readiness,
                port,
                dependencies,
                peer,
                beforeStart,
                afterStop,
                stop);
    }
}
