package io.turnpike.billing.http;

import io.turnpike.flow.HealthCheck;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A health check as the API shows it, in the words of a declaration; what its type does not have is null or empty. */
record HealthCheckItem(
        String type,
        @Nullable Integer port,
        int intervalSeconds,
        int timeoutSeconds,
        int healthyThreshold,
        int unhealthyThreshold,
        @Nullable String method,
        @Nullable String path,
        @Nullable String host,
        List<String> codes,
        @Nullable String request,
        @Nullable String response) {

    static HealthCheckItem of(HealthCheck check) {
        return switch (check.probe()) {
            case HealthCheck.Tcp _ -> of(check, "TCP", null, null);
            case HealthCheck.Http http -> of(check, "HTTP", http, null);
            case HealthCheck.Udp udp -> of(check, "UDP", null, udp);
        };
    }

    private static HealthCheckItem of(
            HealthCheck check, String type, HealthCheck.@Nullable Http http, HealthCheck.@Nullable Udp udp) {
        return new HealthCheckItem(
                type,
                check.port() == 0 ? null : check.port(),
                check.intervalSeconds(),
                check.timeoutSeconds(),
                check.healthyThreshold(),
                check.unhealthyThreshold(),
                http == null ? null : http.method(),
                http == null ? null : http.path(),
                http == null || http.host().isEmpty() ? null : http.host(),
                http == null
                        ? List.of()
                        : http.statusClasses().stream()
                                .map(first -> first + "xx")
                                .toList(),
                udp == null || udp.request().isEmpty() ? null : udp.request(),
                udp == null || udp.response().isEmpty() ? null : udp.response());
    }
}
