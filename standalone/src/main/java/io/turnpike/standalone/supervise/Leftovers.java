package io.turnpike.standalone.supervise;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a supervisor that was killed left running. To be cleared only while holding the lock, or when none runs. */
public final class Leftovers {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final StateFile file;
    private final List<Part> parts;
    private final Consumer<String> say;

    public Leftovers(DataDirectory data, List<Part> parts, Consumer<String> say) {
        this.file = new StateFile(data);
        this.parts = parts;
        this.say = say;
    }

    /** Ends the recorded processes, last part first, and cleans up after each part. Returns whether there was any. */
    public boolean clear() throws IOException, InterruptedException {
        var left = file.read();
        if (left.isEmpty()) {
            return false;
        }
        say.accept("the last supervisor was killed: clearing what it left");
        for (var state : left.get().parts().reversed()) {
            end(state.name(), state.process());
        }
        for (var part : startedParts(left.get()).reversed()) {
            part.afterStop().run();
        }
        file.delete();
        return true;
    }

    /** Only these: another data directory may use what a part that we did not start would take away. */
    private List<Part> startedParts(StackState left) {
        var names = left.parts().stream().map(PartState::name).toList();
        return parts.stream().filter(part -> names.contains(part.name())).toList();
    }

    private void end(String name, @Nullable ProcessIdentity leader) throws InterruptedException {
        if (leader == null) {
            return;
        }
        var tree = ProcessTree.of(leader);
        if (!tree.isEmpty()) {
            Termination.end(tree, PATIENCE);
            say.accept(name + " was still running (pid " + leader.pid() + "): ended");
        }
    }
}
