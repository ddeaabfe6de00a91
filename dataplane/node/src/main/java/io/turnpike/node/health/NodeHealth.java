package io.turnpike.node.health;

import io.turnpike.flow.Backend;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.Listener;
import io.turnpike.netns.NetworkNamespace;
import io.turnpike.registry.Registry;
import java.util.List;
import java.util.function.LongSupplier;

/** The health checks of a director, from its registry and in its network namespace. */
public final class NodeHealth implements ServerAvailability, AutoCloseable {
    private final String node;
    private final ProbeSockets sockets;
    private final CheckerInterface checkers;
    private final HealthChecks checks;
    private List<IpAddress> sources = List.of();

    /**
     * @param node id of the NODE resource whose local addresses the director owns
     * @param number of the node, unique in the cluster
     * @param exchange with the other directors
     * @param nowMillis of a clock that never steps, and is not far from that of the other nodes
     */
    public NodeHealth(
            String node, int number, NetworkNamespace namespace, HealthExchange exchange, LongSupplier nowMillis) {
        this.node = node;
        this.sockets = new ProbeSockets(namespace);
        this.checkers = new CheckerInterface(namespace);
        this.checks = new HealthChecks(number, new NetworkProber(sockets), exchange, nowMillis);
    }

    /**
     * Begins to probe.
     *
     * @param sessions of this node, of which those with servers that are drained are ended
     * @param onChange called, on a thread of its own, when {@link #permille} answers otherwise than before; if it
     *     throws, it is called again
     */
    public void start(ServerSessions sessions, Runnable onChange) {
        checks.bind(sessions, onChange);
        checks.start();
    }

    /** Before the registry is applied to the packet path. */
    public synchronized void configure(Registry registry) {
        List<IpAddress> wanted = registry.find(node).map(CheckerAddresses::of).orElse(List.of());
        if (!wanted.equals(sources)) {
            checkers.own(wanted);
            sockets.sources(wanted);
            sources = wanted;
        }
        checks.configure(CheckedListeners.of(registry));
    }

    @Override
    public int permille(String balancer, Listener listener, Backend backend) {
        return checks.permille(balancer, listener, backend);
    }

    /** For Prometheus. */
    public String metrics() {
        return checks.metrics();
    }

    @Override
    public void close() {
        checks.close();
    }
}
