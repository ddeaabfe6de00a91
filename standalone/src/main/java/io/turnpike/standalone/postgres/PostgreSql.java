package io.turnpike.standalone.postgres;

import io.turnpike.standalone.cache.Cache;
import io.turnpike.standalone.supervise.DataDirectory;
import io.turnpike.standalone.supervise.Part;
import io.turnpike.standalone.supervise.Ports;
import io.turnpike.standalone.supervise.Secrets;
import io.turnpike.standalone.supervise.StopWith;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** PostgreSQL as a part, with the database {@value DATABASE}. Durable as in production: nothing is traded for speed. */
public record PostgreSql(DataDirectory data, int port, String password, Path passwordFile) {
    public static final String NAME = "postgres";
    public static final String DATABASE = "turnpike";
    public static final String USER = "turnpike";

    public static PostgreSql in(DataDirectory data, Ports ports, Secrets secrets) throws IOException {
        return new PostgreSql(data, ports.of(NAME), secrets.of(NAME), secrets.file(NAME));
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE;
    }

    /** What its clients need to know. */
    public Map<String, String> environment() {
        var variables = new LinkedHashMap<String, String>();
        variables.put("TURNPIKE_POSTGRES_URL", url());
        variables.put("TURNPIKE_POSTGRES_USER", USER);
        variables.put("TURNPIKE_POSTGRES_PASSWORD", password);
        return variables;
    }

    public Part part(Cache cache) throws IOException {
        var binaries = new Binaries(cache);
        var directory = data.of(NAME);
        return Part.named(NAME)
                .command(binaries.command(
                        "postgres",
                        "-D",
                        directory.toString(),
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "port=" + port,
                        "-c",
                        "unix_socket_directories=",
                        "-c",
                        "fsync=on",
                        "-c",
                        "synchronous_commit=on",
                        "-c",
                        "full_page_writes=on",
                        "-c",
                        "shared_buffers=64MB",
                        "-c",
                        "timezone=UTC"))
                .workingDirectory(data.root())
                .beforeStart(() -> {
                    binaries.require();
                    new Cluster(directory, binaries, passwordFile).require();
                    new StalePostmaster(directory).clear();
                })
                .readyWhen(new JdbcProbe(url(), USER, password))
                .port(port)
                // SIGTERM would wait for clients to go; "fast" rolls their transactions back.
                .stopWith(new StopWith.Command(
                        binaries.command("pg_ctl", "stop", "--pgdata=" + directory, "--mode=fast", "--no-wait")))
                .build();
    }
}
