package io.turnpike.standalone.clickhouse;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The child process: serves until its standard input ends or SIGTERM comes.
 *
 * <p>The library has no server mode. Its command line opens the listeners and then runs a statement that does not end;
 * to stop, that statement is killed through one of the listeners, and the library shuts down in order.
 */
public final class ClickHouseServer {
    private static final String FOREVER = "SELECT sleepEachRow(0.5) FROM numbers(1000000000000)"
            + " SETTINGS max_block_size = 1, function_sleep_max_microseconds_per_block = 0 FORMAT Null";
    private static final String END_IT = "KILL QUERY WHERE query LIKE 'SELECT sleepEachRow(0.5)%' ASYNC";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path library;
    private final ServerFiles files;
    private final int httpPort;
    private final int tcpPort;
    private final CountDownLatch ended = new CountDownLatch(1);

    private ClickHouseServer(String[] args) {
        this.library = Path.of(args[0]);
        this.files = new ServerFiles(Path.of(args[1]));
        this.httpPort = Integer.parseInt(args[2]);
        this.tcpPort = Integer.parseInt(args[3]);
    }

    /** Arguments: library, directory, HTTP port, TCP port. The user and the password are in the environment. */
    public static void main(String[] args) {
        new ClickHouseServer(args).serve();
    }

    private void serve() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::endForever, "stop"));
        Thread.ofPlatform().daemon().name("input").start(ClickHouseServer::exitWithInput);
        var error = new Chdb(library).run(words());
        ended.countDown();
        System.err.println("the engine ended"
                + (error.isEmpty() ? "" : ": " + error.lines().findFirst().orElse("")));
        // Without effect while the shutdown hook runs already, which is how an ordered stop comes here.
        Runtime.getRuntime().exit(1);
    }

    private List<String> words() {
        return List.of(
                "clickhouse",
                "--path",
                files.data().toString(),
                "--config-file",
                files.config().toString(),
                "--log-level",
                "warning",
                "--listen_host",
                "127.0.0.1",
                "--http_port",
                Integer.toString(httpPort),
                "--tcp_port",
                Integer.toString(tcpPort),
                "-q",
                "SYSTEM START LISTEN HTTP; SYSTEM START LISTEN TCP; " + FOREVER);
    }

    /** The supervisor holds the other end; it ends with the supervisor, even a killed one. */
    private static void exitWithInput() {
        try {
            System.in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            System.err.println("standard input failed: " + e);
        }
        Runtime.getRuntime().exit(0);
    }

    private void endForever() {
        if (ended.getCount() == 0) {
            return;
        }
        try {
            kill();
            ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (IOException e) {
            System.err.println("not stopped in order: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The connection is closed at once: the engine waits some seconds for open ones before it ends. */
    private void kill() throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            client.send(killing(), HttpResponse.BodyHandlers.discarding());
        }
    }

    private HttpRequest killing() {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + "/"))
                .timeout(PATIENCE)
                .header(ClickHouse.USER_HEADER, System.getenv("TURNPIKE_CLICKHOUSE_USER"))
                .header(ClickHouse.KEY_HEADER, System.getenv("TURNPIKE_CLICKHOUSE_PASSWORD"))
                .POST(HttpRequest.BodyPublishers.ofString(END_IT))
                .build();
    }
}
