package io.turnpike.bench.l4;

import java.io.IOException;

/**
 * A client, a forwarder and a server in a row, as each contender has them for itself. The forwarder reaches the client by
 * {@code front0}, the server by {@code back0}.
 */
final class Site {
    static final String VIP = "203.0.113.10";
    static final String SERVER = "10.9.0.2";
    static final String FRONT = "front0";
    static final String BACK = "back0";
    /** Of the client's and of the server's one interface. */
    static final String FACE = "eth0";

    private final Host client;
    private final Host forwarder;
    private final Host server;

    private Site(Host client, Host forwarder, Host server) {
        this.client = client;
        this.forwarder = forwarder;
        this.server = server;
    }

    /**
     * A site that is there until the scope is closed.
     *
     * @param name of the contender
     */
    static Site open(Scope scope, String name) throws IOException {
        Site site = new Site(
                scope.add(new Host(name + ".c")), scope.add(new Host(name + ".f")), scope.add(new Host(name + ".s")));
        site.connect();
        return site;
    }

    private void connect() throws IOException {
        client.link(FACE, "192.0.2.1", forwarder, FRONT, "192.0.2.2");
        server.link(FACE, SERVER, forwarder, BACK, "10.9.0.1");
        client.ip("route add default via 192.0.2.2");
        server.ip("route add default via 10.9.0.1");
        forwarder.ip("route add default via 192.0.2.1");
    }

    Host client() {
        return client;
    }

    Host forwarder() {
        return forwarder;
    }

    Host server() {
        return server;
    }

    /** Sets features of all four interfaces, as names and values of {@code ethtool -K}. */
    Site features(String... features) throws IOException {
        set(client, FACE, features);
        set(forwarder, FRONT, features);
        set(forwarder, BACK, features);
        set(server, FACE, features);
        return this;
    }

    private static void set(Host host, String face, String... features) throws IOException {
        String[] command = new String[features.length + 3];
        command[0] = "ethtool";
        command[1] = "-K";
        command[2] = face;
        System.arraycopy(features, 0, command, 3, features.length);
        host.run(command);
    }
}
