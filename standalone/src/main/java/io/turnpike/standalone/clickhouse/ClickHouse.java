package io.turnpike.standalone.clickhouse;

import io.turnpike.standalone.cache.Cache;
import io.turnpike.standalone.supervise.DataDirectory;
import io.turnpike.standalone.supervise.HttpProbe;
import io.turnpike.standalone.supervise.JavaCommand;
import io.turnpike.standalone.supervise.Part;
import io.turnpike.standalone.supervise.Ports;
import io.turnpike.standalone.supervise.Secrets;
import io.turnpike.standalone.supervise.StopWith;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** ClickHouse as a part, with the database {@value DATABASE}. */
public record ClickHouse(DataDirectory data, int httpPort, int tcpPort, String password) {
    public static final String NAME = "clickhouse";
    public static final String DATABASE = "turnpike";
    public static final String USER = "admin";
    static final String USER_HEADER = "X-ClickHouse-User";
    static final String KEY_HEADER = "X-ClickHouse-Key";

    public static ClickHouse in(DataDirectory data, Ports ports, Secrets secrets) throws IOException {
        return new ClickHouse(data, ports.of("clickhouse"), ports.of("clickhouse-tcp"), secrets.of("clickhouse"));
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + httpPort);
    }

    /** What its clients need to know. */
    public Map<String, String> environment() {
        var variables = new LinkedHashMap<String, String>();
        variables.put("TURNPIKE_CLICKHOUSE_URL", url().toString());
        variables.put("TURNPIKE_CLICKHOUSE_DATABASE", DATABASE);
        variables.put("TURNPIKE_CLICKHOUSE_USER", USER);
        variables.put("TURNPIKE_CLICKHOUSE_PASSWORD", password);
        return variables;
    }

    public Part part(Cache cache, Consumer<String> say) {
        var engine = new Engine(cache, say);
        var files = new ServerFiles(data.of(NAME));
        return Part.named(NAME)
                .command(JavaCommand.ofThisClassPath(
                        List.of("-Xmx32m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"),
                        ClickHouseServer.class,
                        engine.library().toString(),
                        files.directory().toString(),
                        Integer.toString(httpPort),
                        Integer.toString(tcpPort)))
                .environment(JavaCommand.THIS_CLASS_PATH)
                .environment(environment())
                .workingDirectory(data.root())
                .beforeStart(() -> {
                    engine.require();
                    files.write(USER, password);
                })
                .readyWhen(new HttpProbe(
                        url().resolve("/?database=" + DATABASE + "&query=SELECT+1"),
                        Map.of(USER_HEADER, USER, KEY_HEADER, password)))
                .port(httpPort)
                .stopWith(new StopWith.ClosedInput())
                .build();
    }
}
