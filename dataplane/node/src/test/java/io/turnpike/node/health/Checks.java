package io.turnpike.node.health;

import io.turnpike.flow.Endpoint;
import io.turnpike.flow.HealthCheck;
import io.turnpike.flow.IpAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Checks, targets and listeners of tests. */
final class Checks {
    static final int TCP = 6;
    static final int BALANCER = 1;

    private Checks() {}

    /** Each second, down after three and up after two. */
    static HealthCheck tcp() {
        return new HealthCheck(new HealthCheck.Tcp(), 0, 1, 1, 2, 3);
    }

    static HealthCheck of(HealthCheck.Probe probe) {
        return new HealthCheck(probe, 0, 1, 1, 2, 2);
    }

    static Endpoint endpoint(String address, int port) {
        return new Endpoint(IpAddress.parse(address), port);
    }

    static ProbeTarget target(int number) {
        return new ProbeTarget(endpoint("10.0." + number / 256 + "." + number % 256, 80), tcp());
    }

    static List<ProbeTarget> targets(int count) {
        return IntStream.range(0, count).mapToObj(Checks::target).toList();
    }

    static CheckedListener listener(@Nullable HealthCheck check, int slowStart, int drain, Endpoint... servers) {
        return new CheckedListener("slb1", BALANCER, TCP, 80, 80, check, slowStart, drain, Set.of(servers));
    }
}
