package io.turnpike.billing.registry;

import io.turnpike.flow.IpAddress;
import io.turnpike.flow.IpPrefix;
import io.turnpike.flow.NodeRole;
import io.turnpike.flow.ResourceKind;
import io.turnpike.flow.SnatEntry;
import java.util.List;

/** Reads one resource; asks only for the fields that its kind has, so that all others are reported as unknown. */
final class ResourceReader {
    private static final int MOST_LOCAL_ADDRESSES = 64;
    private static final int MOST_NAT_ENTRIES = 200;
    private static final int MOST_POOLED_EIPS = 20;
    private static final int MOST_VPC_ID = (1 << 24) - 1;
    private static final int MOST_PORT = 65_535;
    private static final long MOST_BITS_PER_SECOND = 1_000_000_000_000L;
    private static final long MOST_OCTETS = 1_000_000_000_000_000_000L;
    private static final IpPrefix SOME_PREFIX = new IpPrefix(IpAddress.UNSPECIFIED, 128);

    private ResourceReader() {}

    static ResourceSpec resource(Fields fields) {
        String id = fields.required("id", "?", Texts::id);
        ResourceKind kind = fields.optional("kind", text -> Texts.constant(ResourceKind.class, text));
        if (kind == null) {
            // Without the kind nothing can be said of the other fields.
            fields.mustBePresent("kind");
            return new ResourceSpec(
                    id, null, 0, Bandwidth.UNLIMITED, new Details.Node(NodeRole.DIRECTOR, List.of(), List.of()));
        }
        ResourceSpec spec = new ResourceSpec(
                id,
                kind == ResourceKind.NODE ? null : fields.required("account", "?", Texts::id),
                kind == ResourceKind.NODE || kind == ResourceKind.CERTIFICATE ? 0 : vpc(fields),
                switch (kind) {
                    case SLB, EIP, ECS, IPV6GW -> bandwidth(fields);
                    case NODE, NAT, CERTIFICATE -> Bandwidth.UNLIMITED;
                },
                details(kind, fields));
        fields.end();
        return spec;
    }

    private static int vpc(Fields fields) {
        return fields.integer("vpc", 1, MOST_VPC_ID);
    }

    private static Bandwidth bandwidth(Fields fields) {
        Long overQuota = fields.optionalLong("overQuotaBitsPerSecond", MOST_BITS_PER_SECOND);
        return new Bandwidth(
                fields.optionalLong("capBitsPerSecond", MOST_BITS_PER_SECOND),
                fields.optionalLong("quotaOctetsPerMonth", MOST_OCTETS),
                overQuota == null ? Bandwidth.DEFAULT_OVER_QUOTA : overQuota);
    }

    private static Details details(ResourceKind kind, Fields fields) {
        return switch (kind) {
            case NODE -> node(fields);
            case ECS ->
                new Details.Ecs(
                        address(fields, "privateAddress"),
                        fields.optional("ipv6Address", IpAddress::parse),
                        fields.optional("publicAddress", IpAddress::parse),
                        fields.flag("publicBandwidth"));
            case EIP -> new Details.Eip(address(fields, "address"), fields.optional("boundTo", Texts::id));
            case IPV6GW ->
                new Details.Ipv6Gateway(address(fields, "address"), fields.required("boundTo", "?", Texts::id));
            case SLB -> ListenerReader.loadBalancer(fields);
            case NAT ->
                new Details.NatGateway(
                        fields.objects("snat", MOST_NAT_ENTRIES, ResourceReader::snat),
                        fields.objects("dnat", MOST_NAT_ENTRIES, ResourceReader::dnat));
            case CERTIFICATE -> new Details.Certificate(fields.required("chain", "", Texts::chain));
        };
    }

    private static Details node(Fields fields) {
        NodeRole role = fields.optional("role", text -> Texts.constant(NodeRole.class, text));
        return new Details.Node(
                role == null ? NodeRole.DIRECTOR : role,
                fields.texts("localAddresses", MOST_LOCAL_ADDRESSES, IpPrefix::parse),
                fields.texts("ingressAddresses", MOST_LOCAL_ADDRESSES, IpAddress::parse));
    }

    static IpAddress address(Fields fields, String name) {
        return fields.required(name, IpAddress.UNSPECIFIED, IpAddress::parse);
    }

    private static SnatEntry snat(Fields fields) {
        SnatEntry entry = new SnatEntry(
                fields.required("source", SOME_PREFIX, IpPrefix::parse),
                fields.texts("eips", MOST_POOLED_EIPS, Texts::id));
        fields.end();
        return entry;
    }

    /** An entry of all protocols has no ports: they stay as they are. */
    private static DnatSpec dnat(Fields fields) {
        String eip = fields.required("eip", "?", Texts::id);
        DnatProtocol protocol =
                fields.required("protocol", DnatProtocol.TCP, text -> Texts.constant(DnatProtocol.class, text));
        boolean all = protocol == DnatProtocol.ALL;
        DnatSpec entry = new DnatSpec(
                eip,
                protocol,
                all ? 0 : port(fields, "port"),
                fields.required("resource", "?", Texts::id),
                all ? 0 : port(fields, "resourcePort"));
        fields.end();
        return entry;
    }

    private static int port(Fields fields, String name) {
        return fields.integer(name, 1, MOST_PORT);
    }
}
