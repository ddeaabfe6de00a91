package io.turnpike.flow;

import java.util.List;

/** What a kind of resource has beside its bindings. */
public sealed interface Configuration {
    /** EIP, ECS, IPV6GW: their bindings say it all. */
    Configuration NONE = new None();

    record None() implements Configuration {}

    /**
     * A load balancer.
     *
     * @param connections limits of all listeners together
     */
    record LoadBalancer(List<Listener> listeners, ConnectionLimits connections) implements Configuration {
        public LoadBalancer {
            listeners = List.copyOf(listeners);
        }

        public LoadBalancer(List<Listener> listeners) {
            this(listeners, ConnectionLimits.NONE);
        }
    }

    /**
     * A forwarding node.
     *
     * @param localAddresses that it puts in place of the client's when it opens a leg to a backend: director and proxy
     * @param ingressAddresses of a proxy: where the directors hand packets of its listeners to, on a network that they
     *     share, at most one an address family
     */
    record Node(NodeRole role, List<IpPrefix> localAddresses, List<IpAddress> ingressAddresses)
            implements Configuration {
        public Node {
            localAddresses = List.copyOf(localAddresses);
            ingressAddresses = List.copyOf(ingressAddresses);
        }
    }

    record NatGateway(List<SnatEntry> snat, List<DnatEntry> dnat) implements Configuration {
        public NatGateway {
            snat = List.copyOf(snat);
            dnat = List.copyOf(dnat);
        }
    }

    /**
     * A certificate; its private key is with the key servers, which know it by the SHA-256 of the leaf's
     * SubjectPublicKeyInfo.
     *
     * @param chainPem the leaf first, in PEM
     */
    record Certificate(String chainPem) implements Configuration {}
}
