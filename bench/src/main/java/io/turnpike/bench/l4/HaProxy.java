package io.turnpike.bench.l4;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** HAProxy, as it comes but for the ports. */
final class HaProxy implements AutoCloseable {
    private static final String DEFAULTS = """
            global
              maxconn 2000
            defaults
              mode tcp
              timeout connect 5s
              timeout client 60s
              timeout server 60s
            """;

    private final Path configuration;

    private HaProxy(Host host, String configuration) throws IOException {
        this.configuration = Files.writeString(Files.createTempFile("turnpike-bench", ".cfg"), configuration);
        host.start("haproxy", "-db", "-f", this.configuration.toString());
    }

    /** In TCP mode between client and server, under the load balancer's address. */
    static HaProxy forwarder(Site site) throws IOException {
        site.forwarder().ip("addr add " + Site.VIP + "/32 dev lo");
        return new HaProxy(site.forwarder(), DEFAULTS + proxy(Director.TCP_PORT) + proxy(Director.WEB_PORT));
    }

    private static String proxy(int port) {
        return "listen p%d\n  bind %s:%d\n  server s %s:%d\n".formatted(port, Site.VIP, port, Site.SERVER, port);
    }

    /** A web server that answers each request with two octets, the fastest at hand. */
    static HaProxy webServer(Site site) throws IOException {
        return new HaProxy(
                site.server(),
                DEFAULTS
                        + "frontend web\n  mode http\n  bind %s:%d\n".formatted(Site.SERVER, Director.WEB_PORT)
                        + "  http-request return status 200 content-type text/plain string ok\n");
    }

    @Override
    public void close() throws IOException {
        Files.delete(configuration);
    }
}
