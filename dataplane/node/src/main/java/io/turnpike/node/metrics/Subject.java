package io.turnpike.node.metrics;

import io.turnpike.flow.Listener;
import io.turnpike.node.metrics.PrometheusText.Label;
import java.util.Comparator;
import java.util.List;

/**
 * What has figures of its own: a listener, or with protocol and port 0 a load balancer with all its listeners.
 *
 * @param resource id of the load balancer
 * @param port of the listener, or the first one of its range
 * @param lastPort the same as {@code port}, or the last one of a range, which may begin like a port of its own
 */
record Subject(String resource, int protocolIdentifier, int port, int lastPort) implements Comparable<Subject> {
    private static final int UDP = 17;
    private static final Comparator<Subject> ORDER = Comparator.comparing(Subject::resource)
            .thenComparingInt(Subject::protocolIdentifier)
            .thenComparingInt(Subject::port)
            .thenComparingInt(Subject::lastPort);

    static Subject ofBalancer(String resource) {
        return new Subject(resource, 0, 0, 0);
    }

    static Subject of(String resource, Listener listener) {
        return new Subject(resource, listener.protocolIdentifier(), listener.port(), listener.lastPort());
    }

    boolean isBalancer() {
        return protocolIdentifier == 0;
    }

    List<Label> labels() {
        Label balancer = new Label("resource", resource);
        return isBalancer()
                ? List.of(balancer)
                : List.of(
                        balancer,
                        new Label("protocol", protocolIdentifier == UDP ? "UDP" : "TCP"),
                        new Label("port", lastPort > port ? port + "-" + lastPort : Integer.toString(port)));
    }

    @Override
    public int compareTo(Subject other) {
        return ORDER.compare(this, other);
    }
}
