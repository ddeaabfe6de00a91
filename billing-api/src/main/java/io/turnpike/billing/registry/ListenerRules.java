package io.turnpike.billing.registry;

import io.turnpike.flow.Application;
import io.turnpike.flow.ResourceKind;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What holds for the listeners of load balancers and for the servers behind them. */
final class ListenerRules {
    private record Place(int protocolIdentifier, int port) {}

    private final Proposal proposal;

    ListenerRules(Proposal proposal) {
        this.proposal = proposal;
    }

    void check() {
        for (ResourceSpec spec : proposal.resources()) {
            if (spec.details() instanceof Details.LoadBalancer balancer) {
                listeners(spec, balancer.listeners());
            }
        }
    }

    private void listeners(ResourceSpec slb, List<ListenerSpec> listeners) {
        Set<Place> seen = new HashSet<>();
        for (int i = 0; i < listeners.size(); i++) {
            ListenerSpec listener = listeners.get(i);
            String at = "listeners/" + i;
            if (!seen.add(new Place(listener.protocol().number(), listener.port()))) {
                String transport = listener.protocol() == ListenerProtocol.UDP ? "UDP " : "TCP ";
                proposal.violate(slb, at, transport + listener.port() + " has a listener already");
            }
            certificates(slb, listener, at + "/certificates");
            backends(slb, listener, at + "/backends");
        }
    }

    private void certificates(ResourceSpec slb, ListenerSpec listener, String at) {
        boolean isHttps = listener.protocol().application() == Application.HTTPS;
        if (isHttps && listener.certificates().isEmpty()) {
            proposal.violate(slb, at, "an HTTPS listener needs at least one certificate");
        }
        if (!isHttps && !listener.certificates().isEmpty()) {
            proposal.violate(slb, at, "are for HTTPS listeners, not for " + listener.protocol());
        }
        for (int i = 0; i < listener.certificates().size(); i++) {
            certificate(slb, at + "/" + i, listener.certificates().get(i));
        }
    }

    private void certificate(ResourceSpec slb, String at, String id) {
        ResourceSpec certificate = proposal.resource(id);
        if (certificate == null || certificate.kind() != ResourceKind.CERTIFICATE) {
            proposal.violate(slb, at, "there is no certificate '" + id + "'");
        } else if (!Objects.equals(certificate.account(), slb.account())) {
            proposal.violate(slb, at, "the certificate '" + id + "' belongs to another account");
        }
    }

    private void backends(ResourceSpec slb, ListenerSpec listener, String at) {
        if (listener.backends().isEmpty() && proposal.isDeclared(slb)) {
            proposal.violate(slb, at, "a listener needs at least one backend");
        }
        Set<BackendSpec> seen = new HashSet<>();
        for (int i = 0; i < listener.backends().size(); i++) {
            BackendSpec backend = listener.backends().get(i);
            backend(slb, at + "/" + i + "/resource", backend.resource());
            if (!seen.add(new BackendSpec(backend.resource(), backend.port(), 0))) {
                proposal.violate(
                        slb, at + "/" + i, backend.resource() + ":" + backend.port() + " is a backend already");
            }
        }
    }

    private void backend(ResourceSpec slb, String at, String id) {
        ResourceSpec server = proposal.referred(slb, at, id, Set.of(ResourceKind.ECS));
        if (server != null && server.serverAddress(slb.details().publicAddress()) == null) {
            proposal.violate(slb, at, "'" + id + "' has no ipv6Address, which an SLB with an IPv6 address forwards to");
        }
    }
}
