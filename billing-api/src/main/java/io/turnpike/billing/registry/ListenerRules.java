package io.turnpike.billing.registry;

import io.turnpike.flow.Application;
import io.turnpike.flow.ResourceKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What holds for the ports and certificates of listeners; their servers are the matter of {@link ServerRules}. */
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
                new ServerRules(proposal, spec, balancer).check();
            }
        }
    }

    private void listeners(ResourceSpec slb, List<ListenerSpec> listeners) {
        Set<Place> seen = new HashSet<>();
        List<ListenerSpec> ranges = new ArrayList<>();
        for (int i = 0; i < listeners.size(); i++) {
            ListenerSpec listener = listeners.get(i);
            String at = "listeners/" + i;
            if (listener.isRange()) {
                range(slb, at, listener, ranges);
            } else if (!seen.add(new Place(listener.protocol().number(), listener.port()))) {
                proposal.violate(slb, at, transport(listener) + " " + listener.port() + " has a listener already");
            }
            certificates(slb, listener, at + "/certificates");
            new ListenerOptionRules(proposal, slb, listener, at).check();
        }
    }

    /** A port of its own goes before a range; of two ranges neither would. */
    private void range(ResourceSpec slb, String at, ListenerSpec listener, List<ListenerSpec> ranges) {
        ranges.stream()
                .filter(other ->
                        other.protocol().number() == listener.protocol().number()
                                && other.port() <= listener.lastPort()
                                && listener.port() <= other.lastPort())
                .findFirst()
                .ifPresent(other -> proposal.violate(
                        slb,
                        at,
                        "%s %d-%d overlaps the listener of %d-%d"
                                .formatted(
                                        transport(listener),
                                        listener.port(),
                                        listener.lastPort(),
                                        other.port(),
                                        other.lastPort())));
        ranges.add(listener);
    }

    private static String transport(ListenerSpec listener) {
        return listener.protocol() == ListenerProtocol.UDP ? "UDP" : "TCP";
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
}
