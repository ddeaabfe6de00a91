package io.turnpike.standalone.lab;

import io.turnpike.keyserver.KeyServerMain;
import io.turnpike.keyserver.LabCertificates;
import io.turnpike.proxy.ProxyMain;
import io.turnpike.standalone.Surroundings;
import io.turnpike.standalone.kafka.Kafka;
import io.turnpike.standalone.supervise.HttpProbe;
import io.turnpike.standalone.supervise.JavaCommand;
import io.turnpike.standalone.supervise.Part;
import io.turnpike.standalone.supervise.PartBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The L7 cluster of the lab: proxies, and the key servers that sign for them. */
final class LabWeb {
    private static final int KEY_SERVER_PORT = 7443;
    private static final List<String> KEY_SERVER_JVM =
            List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED");
    private static final List<String> PROXY_JVM = List.of(
            "-Xmx128m", "-XX:MaxDirectMemorySize=128m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED");

    private final Surroundings surroundings;
    private final LabTls tls;

    LabWeb(Surroundings surroundings) throws IOException {
        this.surroundings = surroundings;
        this.tls = new LabTls(surroundings.data());
    }

    List<Part> parts(String servers) throws IOException {
        List<Part> parts = new ArrayList<>();
        for (String name : Topology.KEY_SERVERS) {
            parts.add(keyServer(name, servers));
        }
        for (String name : Topology.PROXIES) {
            parts.add(proxy(name, servers));
        }
        return parts;
    }

    private Part keyServer(String name, String servers) throws IOException {
        int health = surroundings.ports().of(name + "-health");
        Map<String, String> settings = new HashMap<>(Map.of(
                "TURNPIKE_KEYSERVER_NAME", name,
                "TURNPIKE_KEYSERVER_NETNS", Lab.namespace(name).toString(),
                "TURNPIKE_KEYSERVER_LISTEN", Topology.keyServerAddress(name) + ":" + KEY_SERVER_PORT,
                "TURNPIKE_KEY_FOLDER", tls.keyFolder().toString(),
                "TURNPIKE_TLS_ALLOWED_CLIENTS", String.join(",", Topology.PROXIES),
                "TURNPIKE_HEALTH_PORT", Integer.toString(health)));
        settings.putAll(identity(name));
        return process(name, health, settings)
                .command(JavaCommand.ofThisClassPath(KEY_SERVER_JVM, KeyServerMain.class))
                .beforeStart(() -> {
                    Files.createDirectories(surroundings.data().of(name));
                    tls.prepare();
                })
                .after(Kafka.NAME, servers)
                .build();
    }

    private Part proxy(String name, String servers) throws IOException {
        int health = surroundings.ports().of(name + "-health");
        Map<String, String> settings = new HashMap<>(Map.of(
                "TURNPIKE_PROXY_NAME", name,
                "TURNPIKE_PROXY_NETNS", Lab.namespace(name).toString(),
                "TURNPIKE_KEY_SERVERS", keyServers(),
                "TURNPIKE_HEALTH_PORT", Integer.toString(health)));
        settings.putAll(identity(name));
        List<String> dependencies = new ArrayList<>(Topology.KEY_SERVERS);
        dependencies.add(servers);
        dependencies.add(Kafka.NAME);
        return process(name, health, settings)
                .command(JavaCommand.ofThisClassPath(PROXY_JVM, ProxyMain.class))
                .beforeStart(() -> Files.createDirectories(surroundings.data().of(name)))
                .after(dependencies.toArray(String[]::new))
                .build();
    }

    private PartBuilder process(String name, int health, Map<String, String> settings) {
        return Part.named(name)
                .environment(JavaCommand.THIS_CLASS_PATH)
                .environment(surroundings.environment())
                .environment(settings)
                .workingDirectory(surroundings.data().of(name))
                .readyWhen(new HttpProbe(URI.create("http://127.0.0.1:" + health + "/health")))
                .port(health);
    }

    private Map<String, String> identity(String name) throws IOException {
        LabCertificates.Identity identity = tls.identity(name);
        return Map.of(
                "TURNPIKE_TLS_CERTIFICATE", identity.certificate().toString(),
                "TURNPIKE_TLS_KEY", identity.privateKey().toString(),
                "TURNPIKE_TLS_CA", identity.authority().toString());
    }

    private static String keyServers() {
        List<String> servers = new ArrayList<>();
        for (String name : Topology.KEY_SERVERS) {
            servers.add(name + "=" + Topology.keyServerAddress(name) + ":" + KEY_SERVER_PORT);
        }
        return String.join(",", servers);
    }
}
