package io.turnpike.billing.registry;

import io.turnpike.flow.IpAddress;
import io.turnpike.flow.IpPrefix;
import io.turnpike.flow.ResourceKind;
import java.util.List;

/** Reads one resource; asks only for the fields that its kind has, so that all others are reported as unknown. */
final class ResourceReader {
    private static final int MOST_LISTENERS = 50;
    private static final int MOST_BACKENDS = 200;
    private static final int MOST_LOCAL_ADDRESSES = 64;
    private static final int MOST_VPC_ID = (1 << 24) - 1;
    private static final int MOST_PORT = 65_535;
    private static final int DEFAULT_WEIGHT = 100;

    private ResourceReader() {}

    static ResourceSpec resource(Fields fields) {
        String id = fields.required("id", "?", Texts::id);
        ResourceKind kind = fields.optional("kind", Texts::kind);
        if (kind == null) {
            // Without the kind nothing can be said of the other fields.
            fields.mustBePresent("kind");
            return ResourceSpec.node(id, List.of());
        }
        ResourceSpec spec = switch (kind) {
            case NODE -> ResourceSpec.node(id, fields.texts("localAddresses", MOST_LOCAL_ADDRESSES, IpPrefix::parse));
            case ECS -> ecs(fields, id);
            case EIP ->
                ResourceSpec.eip(
                        id,
                        account(fields),
                        vpc(fields),
                        address(fields, "address"),
                        fields.optional("boundTo", Texts::id));
            case NAT, IPV6GW, CERTIFICATE -> throw new IllegalStateException("refused by Texts.kind");
            case SLB ->
                ResourceSpec.slb(
                        id,
                        account(fields),
                        vpc(fields),
                        address(fields, "address"),
                        fields.objects("listeners", MOST_LISTENERS, ResourceReader::listener));
        };
        fields.end();
        return spec;
    }

    private static ResourceSpec ecs(Fields fields, String id) {
        return ResourceSpec.ecs(
                id,
                account(fields),
                vpc(fields),
                address(fields, "privateAddress"),
                fields.optional("publicAddress", IpAddress::parse),
                fields.flag("publicBandwidth"));
    }

    private static String account(Fields fields) {
        return fields.required("account", "?", Texts::id);
    }

    private static int vpc(Fields fields) {
        return fields.integer("vpc", 1, MOST_VPC_ID);
    }

    private static IpAddress address(Fields fields, String name) {
        return fields.required(name, IpAddress.UNSPECIFIED, IpAddress::parse);
    }

    private static ListenerSpec listener(Fields fields) {
        ListenerSpec listener = new ListenerSpec(
                fields.required(
                        "protocol", TransportProtocol.TCP, text -> Texts.constant(TransportProtocol.class, text)),
                fields.integer("port", 1, MOST_PORT),
                fields.objects("backends", MOST_BACKENDS, ResourceReader::backend));
        fields.end();
        return listener;
    }

    private static BackendSpec backend(Fields fields) {
        BackendSpec backend = new BackendSpec(
                fields.required("resource", "?", Texts::id),
                fields.integer("port", 1, MOST_PORT),
                fields.integer("weight", 0, 100, DEFAULT_WEIGHT));
        fields.end();
        return backend;
    }
}
