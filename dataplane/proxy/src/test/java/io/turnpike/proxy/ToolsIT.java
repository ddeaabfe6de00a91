package io.turnpike.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The field's load generators find nothing to complain about. */
@NullMarked
class ToolsIT {
    private final EchoBackend backend = new EchoBackend();
    private final TestProxy proxy = new TestProxy(2, TestProxy.TIMEOUTS, backend.backend(1));

    @AfterEach
    void close() {
        proxy.close();
        backend.close();
    }

    private static String run(String... command) throws Exception {
        Process process =
                new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    @Test
    void shouldServeWrk() throws Exception {
        assertThat(run("wrk", "-t1", "-c50", "-d2s", proxy.uri("/").toString()))
                .contains("Requests/sec")
                .doesNotContain("Non-2xx", "Socket errors");
        assertThat(proxy.server.metrics().upstreamErrors.sum()).isZero();
    }

    @Test
    void shouldServeH2loadWithHttp2() throws Exception {
        assertThat(run(
                        "h2load",
                        "-n3000",
                        "-c10",
                        "-m20",
                        proxy.uri("/octets?3000").toString()))
                .contains("3000 succeeded, 0 failed, 0 errored")
                .contains("status codes: 3000 2xx");
    }

    @Test
    void shouldServeH2loadWithHttp1() throws Exception {
        assertThat(run(
                        "h2load",
                        "--h1",
                        "-n3000",
                        "-c10",
                        "-m10",
                        proxy.uri("/chunked?3000").toString()))
                .contains("3000 succeeded, 0 failed, 0 errored");
    }
}
