package io.turnpike.billing.registry;

import io.turnpike.flow.HealthCheck;
import io.turnpike.flow.HealthCheck.Probe;
import java.util.List;

/** Reads how a listener checks its servers; asks only for the fields that the type of probe has. */
final class HealthCheckReader {
    private static final int MOST_PORT = 65_535;
    private static final int MOST_INTERVAL_SECONDS = 50;
    private static final int MOST_TIMEOUT_SECONDS = 300;
    private static final int LEAST_THRESHOLD = 2;
    private static final int MOST_THRESHOLD = 10;
    private static final int DEFAULT_THRESHOLD = 3;
    private static final List<Integer> DEFAULT_CLASSES = List.of(2, 3);

    private enum Type {
        TCP(2, 5),
        HTTP(2, 5),
        UDP(5, 10);

        private final int intervalSeconds;
        private final int timeoutSeconds;

        Type(int intervalSeconds, int timeoutSeconds) {
            this.intervalSeconds = intervalSeconds;
            this.timeoutSeconds = timeoutSeconds;
        }
    }

    private HealthCheckReader() {}

    static HealthCheck healthCheck(Fields fields) {
        Type type = fields.required("type", Type.TCP, text -> Texts.constant(Type.class, text));
        HealthCheck check = new HealthCheck(
                probe(type, fields),
                fields.integer("port", 1, MOST_PORT, 0),
                fields.integer("intervalSeconds", 1, MOST_INTERVAL_SECONDS, type.intervalSeconds),
                fields.integer("timeoutSeconds", 1, MOST_TIMEOUT_SECONDS, type.timeoutSeconds),
                fields.integer("healthyThreshold", LEAST_THRESHOLD, MOST_THRESHOLD, DEFAULT_THRESHOLD),
                fields.integer("unhealthyThreshold", LEAST_THRESHOLD, MOST_THRESHOLD, DEFAULT_THRESHOLD));
        fields.end();
        return check;
    }

    private static Probe probe(Type type, Fields fields) {
        return switch (type) {
            case TCP -> new HealthCheck.Tcp();
            case HTTP -> http(fields);
            case UDP -> new HealthCheck.Udp(orEmpty(fields, "request"), orEmpty(fields, "response"));
        };
    }

    private static Probe http(Fields fields) {
        String method = fields.optional("method", Texts::probeMethod);
        String path = fields.optional("path", Texts::probePath);
        String host = fields.optional("host", Texts::hostName);
        List<Integer> classes = fields.texts("codes", DEFAULT_CLASSES.size() + 3, Texts::statusClass);
        return new HealthCheck.Http(
                method == null ? "HEAD" : method,
                path == null ? "/" : path,
                host == null ? "" : host,
                classes.isEmpty() ? DEFAULT_CLASSES : classes);
    }

    private static String orEmpty(Fields fields, String name) {
        String text = fields.optional(name, Texts::probePayload);
        return text == null ? "" : text;
    }
}
