package io.turnpike.standalone.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes: shells that wait. */
class SupervisorIT {
    private static final String WAIT = "while :; do sleep 60; done";

    @TempDir
    private Path directory;

    private final List<String> events = new CopyOnWriteArrayList<>();
    private DataDirectory data = new DataDirectory(Path.of("/"));
    private List<ProcessIdentity> strays = List.of();

    @BeforeEach
    void create() throws IOException {
        data = new DataDirectory(directory);
        data.create();
    }

    @AfterEach
    void endStrays() throws InterruptedException {
        Termination.kill(strays);
    }

    @Test
    void shouldStartInOrderRestartTheDeadAndStopInOppositeOrder() throws Exception {
        var first = shell("first", WAIT).build();
        var second = shell("second", WAIT).after("first").build();
        try (var supervisor = start(second, first)) {
            supervisor.awaitReady(Step.NOTHING);
            assertThat(events)
                    .startsWith(events.stream()
                            .filter(event -> event.startsWith("first is ready"))
                            .findFirst()
                            .orElseThrow());
            var process = Objects.requireNonNull(supervisor.state("first").process());
            process.handle().orElseThrow().destroyForcibly();
            await().until(() -> supervisor.state("first").restarts() == 1
                    && supervisor.state("first").isHealthy());
            assertThat(events).anyMatch(event -> event.startsWith("first died (killed by signal 9): restart 1"));
        }
        assertThat(events).endsWith("second stopped", "first stopped");
        assertThat(new StateFile(data).read()).isEmpty();
    }

    @Test
    void shouldStopAPeerAfterAllThatNeedTheOther() throws Exception {
        var peer = shell("peer", WAIT).peerOf("first").build();
        var needing = shell("needing", "trap 'sleep 1; exit' TERM; sleep 600 & wait")
                .after("first")
                .build();
        try (var supervisor = start(shell("first", WAIT).build(), peer, needing)) {
            supervisor.awaitReady(Step.NOTHING);
        }
        assertThat(events.indexOf("needing stopped")).isNotNegative().isLessThan(events.indexOf("peer stopped"));
    }

    @Test
    void shouldKillWhatAPartStartedAndAPartThatDoesNotEnd() throws Exception {
        var part = shell("family", "sleep 1234 & (sleep 1235 &) ; echo up; " + WAIT)
                .build();
        List<ProcessIdentity> family;
        try (var supervisor = start(part)) {
            supervisor.awaitReady(Step.NOTHING);
            var leader = Objects.requireNonNull(supervisor.state("family").process());
            await().until(() -> ProcessTree.of(leader).size() == 4);
            family = ProcessTree.of(leader);
        }
        assertThat(family).noneMatch(ProcessIdentity::isAlive);
    }

    @Test
    void shouldGiveUpOnAPartThatNeverStartsAndShowItsLog() throws Exception {
        var broken = shell("broken", "echo no such luck; exit 3")
                .readyWhen(() -> Health.down("no"))
                .build();
        try (var supervisor = start(broken, shell("other", WAIT).after("broken").build())) {
            assertThatThrownBy(() -> supervisor.awaitReady(Step.NOTHING))
                    .isInstanceOf(PartFailedException.class)
                    .hasMessageContaining("broken does not start: exit 3")
                    .hasMessageContaining("no such luck");
            assertThat(supervisor.state("broken").phase()).isEqualTo(Phase.FAILED);
            await().until(() -> supervisor.state("other").phase() == Phase.STOPPED);
        }
    }

    @Test
    void shouldStopAPartThatIsStillPreparing() throws Exception {
        var part = shell("slow", WAIT).beforeStart(() -> Thread.sleep(600_000)).build();
        var supervisor = start(part);
        await().until(() -> supervisor.state("slow").phase() == Phase.STARTING);
        supervisor.close();
        assertThat(supervisor.state("slow").phase()).isEqualTo(Phase.STOPPED);
    }

    @Test
    void shouldTellThatAPartDoesNotDoItsWorkWithoutRestartingIt() throws Exception {
        var switchFile = directory.resolve("up");
        Files.createFile(switchFile);
        var part = shell("moody", WAIT)
                .readyWhen(() -> new Health(Files.exists(switchFile), "as told"))
                .build();
        try (var supervisor = start(part)) {
            supervisor.awaitReady(Step.NOTHING);
            Files.delete(switchFile);
            await().until(() -> supervisor.state("moody").phase() == Phase.UNHEALTHY);
            assertThat(supervisor.state("moody").restarts()).isZero();
        }
    }

    @Test
    void shouldClearWhatAKilledSupervisorLeft() throws Exception {
        var left = stray();
        var reused = stray();
        var mistaken = new ProcessIdentity(reused.pid(), reused.startTicks() - 1, reused.bootId());
        new StateFile(data)
                .write(new StackState(
                        mistaken, 0, true, Map.of(), List.of(recorded("left", left), recorded("reused", mistaken))));
        var cleaned = new CopyOnWriteArrayList<String>();
        var parts = List.of(
                shell("left", WAIT).afterStop(() -> cleaned.add("left")).build(),
                shell("never", WAIT).afterStop(() -> cleaned.add("never")).build());

        assertThat(new Leftovers(data, parts, events::add).clear()).isTrue();

        assertThat(left.isAlive()).isFalse();
        assertThat(reused.isAlive()).isTrue();
        assertThat(cleaned).containsExactly("left");
        assertThat(new Leftovers(data, parts, events::add).clear()).isFalse();
    }

    private ProcessIdentity stray() throws IOException {
        var process = new ProcessBuilder("setsid", "sh", "-c", WAIT).start();
        var identity = ProcessIdentity.of(process.pid()).orElseThrow();
        strays = java.util.stream.Stream.concat(strays.stream(), java.util.stream.Stream.of(identity))
                .toList();
        return identity;
    }

    private static PartState recorded(String name, ProcessIdentity process) {
        return new PartState(name, Phase.UP, process, 0, 1, 0, "");
    }

    private static PartBuilder shell(String name, String script) {
        return Part.named(name).command(List.of("sh", "-c", script));
    }

    private Supervisor start(Part... parts) throws IOException, InterruptedException {
        var log = new EventLog(data, InstantSource.system(), events::add);
        return Supervisor.start(DataLock.take(data), data, List.of(parts), Map.of(), log);
    }
}
