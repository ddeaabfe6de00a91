package io.turnpike.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.turnpike.flow.Topics;
import io.turnpike.standalone.supervise.AlreadyRunningException;
import io.turnpike.standalone.supervise.DataDirectory;
import io.turnpike.standalone.supervise.PartState;
import io.turnpike.standalone.supervise.Phase;
import io.turnpike.standalone.supervise.ProcessIdentity;
import io.turnpike.standalone.supervise.StateFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The real engines under the real supervisor. */
class StackIT {
    private static final List<String> PARTS = List.of("kafka", "clickhouse", "postgres");

    @TempDir
    private static Path data;

    private static EmbeddedStack stack;

    @BeforeAll
    static void start() throws Exception {
        stack = EmbeddedStack.start(data);
    }

    @AfterAll
    static void stop() throws Exception {
        var processes = PARTS.stream().map(StackIT::process).toList();
        assertThat(processes).allMatch(ProcessIdentity::isAlive);
        stack.close();
        assertThat(processes).noneMatch(ProcessIdentity::isAlive);
        assertThat(processesOf(data)).isEmpty();
        assertThat(new StateFile(new DataDirectory(data)).read()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(EngineClient.class)
    void shouldServeAndKeepDataOverKillMinusNine(EngineClient client) throws Exception {
        client.write(stack.engines(), "before");
        var before = stack.state(client.part());
        assertThat(before.isHealthy()).isTrue();

        Objects.requireNonNull(before.process()).handle().orElseThrow().destroyForcibly();

        await().atMost(Duration.ofSeconds(60)).until(() -> isRestarted(before));
        assertThat(client.read(stack.engines())).containsExactly("before");
        client.write(stack.engines(), "after");
        assertThat(client.read(stack.engines())).containsExactlyInAnyOrder("before", "after");
    }

    private static boolean isRestarted(PartState before) {
        var now = stack.state(before.name());
        return now.restarts() > before.restarts()
                && now.isHealthy()
                && !Objects.equals(now.process(), before.process());
    }

    @Test
    void shouldHaveTheTopicsOfTheContract() throws Exception {
        assertThat(EngineClient.topics(stack.engines()))
                .contains(Topics.FLOWS, Topics.FLOWS_DEAD_LETTER, Topics.RESOURCES);
    }

    @Test
    void shouldRefuseASecondSupervisorOnTheSameData() {
        assertThatThrownBy(() -> EmbeddedStack.start(data)).isInstanceOf(AlreadyRunningException.class);
    }

    @Test
    void shouldRecordEachPartInTheStateFile() throws Exception {
        var state = new StateFile(new DataDirectory(data)).read().orElseThrow();
        assertThat(state.supervisor()).isEqualTo(ProcessIdentity.current());
        assertThat(state.parts()).extracting(PartState::name).containsExactlyElementsOf(PARTS);
        assertThat(state.parts()).extracting(PartState::phase).doesNotContain(Phase.FAILED, Phase.WAITING);
    }

    private static ProcessIdentity process(String part) {
        return Objects.requireNonNull(stack.state(part).process());
    }

    /** Every process whose command line names the data directory. */
    private static List<String> processesOf(Path directory) {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .filter(line -> line.contains(directory.toString()))
                .toList();
    }
}
