package io.turnpike.billing.registry;

import io.turnpike.flow.Application;
import io.turnpike.flow.GroupMode;
import io.turnpike.flow.HealthCheck;
import io.turnpike.flow.IpPrefix;
import io.turnpike.flow.Scheduling;
import java.util.List;

/** Which of its options one listener may have. */
final class ListenerOptionRules {
    private final Proposal proposal;
    private final ResourceSpec slb;
    private final ListenerSpec listener;
    private final String at;

    ListenerOptionRules(Proposal proposal, ResourceSpec slb, ListenerSpec listener, String at) {
        this.proposal = proposal;
        this.slb = slb;
        this.listener = listener;
        this.at = at;
    }

    void check() {
        if (listener.protocol().application() != Application.NONE) {
            ofDirectorsOnly();
        }
        if (listener.protocol() == ListenerProtocol.UDP && listener.establishedTimeoutSeconds() != null) {
            violate("establishedTimeoutSeconds", "is for TCP; a UDP session ends after 90 s without a packet");
        }
        HealthCheck check = listener.healthCheck();
        if (check != null) {
            healthCheck(check);
        }
        accessList();
    }

    /** Proxies choose the server of a request themselves, and are chosen in turn. */
    private void ofDirectorsOnly() {
        Scheduling scheduling = listener.scheduling();
        forTransport("lastPort", listener.isRange());
        forTransport("scheduler", scheduling.scheduler() != Scheduling.DEFAULT.scheduler());
        forTransport("persistenceSeconds", scheduling.persistenceSeconds() != 0);
        forTransport("slowStartSeconds", scheduling.slowStartSeconds() != 0);
        forTransport("drainSeconds", scheduling.drainSeconds() != 0);
        forTransport("healthCheck", listener.healthCheck() != null);
        forTransport("group", balancer().modeOf(listener) == GroupMode.MASTER_SLAVE);
    }

    private void forTransport(String field, boolean isUsed) {
        if (isUsed) {
            violate(field, "is for TCP and UDP listeners, not for " + listener.protocol());
        }
    }

    private void healthCheck(HealthCheck check) {
        if (check.probe() instanceof HealthCheck.Udp && listener.protocol() != ListenerProtocol.UDP) {
            violate("healthCheck/type", "UDP is for UDP listeners");
        }
        boolean knowsNoPort = balancer().serversOf(listener).stream().anyMatch(server -> server.port() == 0);
        if (listener.isRange() && knowsNoPort && check.port() == 0) {
            violate("healthCheck/port", "is missing: servers of a range of ports have none of their own");
        }
    }

    private void accessList() {
        List<IpPrefix> prefixes = listener.protection().accessList().prefixes();
        boolean ipv4 = balancer().publicAddress().isIpv4();
        for (int i = 0; i < prefixes.size(); i++) {
            if (prefixes.get(i).address().isIpv4() != ipv4) {
                violate(
                        "accessList/prefixes/" + i,
                        "must be an IPv" + (ipv4 ? 4 : 6) + " prefix, as the SLB's address");
            }
        }
    }

    private Details.LoadBalancer balancer() {
        return (Details.LoadBalancer) slb.details();
    }

    private void violate(String field, String detail) {
        proposal.violate(slb, at + "/" + field, detail);
    }
}
