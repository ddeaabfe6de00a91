package io.turnpike.billing.registry;

import io.turnpike.flow.GroupMode;
import io.turnpike.flow.ResourceKind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What holds for the servers of one load balancer: of its listeners, of its groups, and of its default group. */
final class ServerRules {
    private final Proposal proposal;
    private final ResourceSpec slb;
    private final Details.LoadBalancer balancer;

    ServerRules(Proposal proposal, ResourceSpec slb, Details.LoadBalancer balancer) {
        this.proposal = proposal;
        this.slb = slb;
        this.balancer = balancer;
    }

    void check() {
        servers("backends", balancer.backends());
        groups();
        for (int i = 0; i < balancer.listeners().size(); i++) {
            listener(balancer.listeners().get(i), "listeners/" + i);
        }
    }

    private void groups() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < balancer.groups().size(); i++) {
            GroupSpec group = balancer.groups().get(i);
            if (!seen.add(group.id())) {
                proposal.violate(slb, "groups/" + i + "/id", "the group '" + group.id() + "' is declared twice");
            }
            String at = "groups/" + i + "/servers";
            servers(at, group.servers());
            if (group.kind().mode() == GroupMode.MASTER_SLAVE && group.servers().size() != 2) {
                proposal.violate(slb, at, "are two, the master first and then the slave");
            }
        }
    }

    private void listener(ListenerSpec listener, String at) {
        switch (listener.servers()) {
            case ListenerSpec.Own own -> {
                servers(at + "/backends", own.backends());
                ports(listener, at + "/backends", own.backends());
            }
            case ListenerSpec.Group named -> named(listener, named.id(), at + "/group");
            case ListenerSpec.DefaultGroup standard -> standard(listener, standard, at);
        }
    }

    private void standard(ListenerSpec listener, ListenerSpec.DefaultGroup standard, String at) {
        if (balancer.backends().isEmpty()) {
            if (proposal.isDeclared(slb)) {
                proposal.violate(slb, at + "/backends", "a listener needs at least one backend");
            }
        } else if (standard.port() == 0 && !listener.isRange()) {
            proposal.violate(slb, at + "/backendPort", "is missing: the port that the SLB's backends serve on");
        }
    }

    private void named(ListenerSpec listener, String id, String at) {
        List<BackendSpec> servers = balancer.serversOf(listener);
        if (balancer.group(id).isEmpty()) {
            proposal.violate(slb, at, "there is no group '" + id + "'");
        } else if (servers.isEmpty() && proposal.isDeclared(slb)) {
            proposal.violate(slb, at, "the group '" + id + "' has no servers");
        } else if (!listener.isRange() && servers.stream().anyMatch(server -> server.port() == 0)) {
            proposal.violate(
                    slb, at, "a server of '" + id + "' has no port, which only a range of ports leaves as it is");
        }
    }

    private void ports(ListenerSpec listener, String at, List<BackendSpec> servers) {
        for (int i = 0; i < servers.size() && !listener.isRange(); i++) {
            if (servers.get(i).port() == 0) {
                proposal.violate(slb, at + "/" + i + "/port", "is missing");
            }
        }
    }

    private void servers(String at, List<BackendSpec> servers) {
        Set<BackendSpec> seen = new HashSet<>();
        for (int i = 0; i < servers.size(); i++) {
            BackendSpec backend = servers.get(i);
            server(at + "/" + i + "/resource", backend.resource());
            if (!seen.add(new BackendSpec(backend.resource(), backend.port(), 0))) {
                String port = backend.port() == 0 ? "" : ":" + backend.port();
                proposal.violate(slb, at + "/" + i, backend.resource() + port + " is a backend already");
            }
        }
    }

    private void server(String at, String id) {
        ResourceSpec server = proposal.referred(slb, at, id, Set.of(ResourceKind.ECS));
        if (server != null && server.serverAddress(balancer.publicAddress()) == null) {
            proposal.violate(slb, at, "'" + id + "' has no ipv6Address, which an SLB with an IPv6 address forwards to");
        }
    }
}
