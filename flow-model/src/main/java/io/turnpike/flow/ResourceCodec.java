package io.turnpike.flow;

import io.turnpike.flow.Configuration.Certificate;
import io.turnpike.flow.Configuration.LoadBalancer;
import io.turnpike.flow.Configuration.NatGateway;
import io.turnpike.flow.Configuration.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Registry values on the wire, version {@value #VERSION}. The kind says which configuration follows the bindings. */
public final class ResourceCodec {
    public static final int VERSION = 3;
    /** What an older release wrote stays in the topic until the resource is changed. */
    private static final int OLDEST_VERSION = 2;

    private static final int MAGIC = 0x54505256; // TPRV

    private ResourceCodec() {}

    public static byte[] encode(Resource resource) {
        WireWriter out = new WireWriter(MAGIC, VERSION);
        out.text(resource.id());
        out.varint(resource.number());
        out.varint(resource.kind().code());
        out.varint(resource.registryVersion());
        out.list(resource.bindings(), ResourceCodec::write);
        switch (resource.configuration()) {
            case Configuration.None none -> {}
            case LoadBalancer balancer -> write(out, balancer);
            case Node node -> write(out, node);
            case NatGateway gateway -> write(out, gateway);
            case Certificate certificate -> out.text(certificate.chainPem());
        }
        return out.finish();
    }

    public static Resource decode(byte[] bytes) throws WireFormatException {
        WireReader in = new WireReader(bytes, MAGIC, OLDEST_VERSION, VERSION);
        try {
            String id = in.text();
            int number = in.integer();
            ResourceKind kind = Coded.of(ResourceKind.class, in.varint());
            Resource resource = new Resource(
                    id, number, kind, in.varint(), in.list(10, ResourceCodec::binding), configuration(kind, in));
            in.finish();
            return resource;
        } catch (IllegalArgumentException e) {
            throw WireReader.broken(String.valueOf(e.getMessage()));
        }
    }

    private static Configuration configuration(ResourceKind kind, WireReader in) throws WireFormatException {
        return switch (kind) {
            case EIP, ECS, IPV6GW -> Configuration.NONE;
            case SLB -> loadBalancer(in);
            case NODE ->
                new Node(
                        Coded.of(NodeRole.class, in.varint()),
                        in.list(3, WireReader::prefix),
                        in.list(2, WireReader::address));
            case NAT -> new NatGateway(in.list(4, ResourceCodec::snat), in.list(6, ResourceCodec::dnat));
            case CERTIFICATE -> new Certificate(in.text());
        };
    }

    private static void write(WireWriter out, Binding binding) {
        out.varint(binding.bindingId());
        out.text(binding.account());
        out.varint(binding.vpcId());
        writeOptional(out, binding.publicAddress());
        writeOptional(out, binding.privateAddress());
        writeOptional(out, binding.ipv6Address());
        out.varint(binding.publicBandwidth() ? 1 : 0);
        out.varint(binding.validFromMillis());
        out.varint(binding.validToMillis());
    }

    private static Binding binding(WireReader in) throws WireFormatException {
        return new Binding(
                in.integer(),
                in.text(),
                in.integer(),
                readOptional(in),
                readOptional(in),
                readOptional(in),
                in.varint() != 0,
                in.varint(),
                in.varint());
    }

    private static void write(WireWriter out, LoadBalancer balancer) {
        out.list(balancer.listeners(), ListenerCodec::write);
        ListenerCodec.write(out, balancer.connections());
    }

    private static LoadBalancer loadBalancer(WireReader in) throws WireFormatException {
        List<Listener> listeners = in.list(5, ListenerCodec::read);
        return new LoadBalancer(
                listeners, in.version() == OLDEST_VERSION ? ConnectionLimits.NONE : ListenerCodec.connections(in));
    }

    private static void write(WireWriter out, Node node) {
        out.varint(node.role().code());
        out.list(node.localAddresses(), WireWriter::prefix);
        out.list(node.ingressAddresses(), WireWriter::address);
    }

    private static void write(WireWriter out, NatGateway gateway) {
        out.list(gateway.snat(), (to, entry) -> {
            to.prefix(entry.source());
            to.list(entry.eips(), WireWriter::text);
        });
        out.list(gateway.dnat(), (to, entry) -> {
            to.text(entry.eip());
            to.varint(entry.protocolIdentifier());
            to.varint(entry.port());
            to.text(entry.resourceId());
            to.endpoint(entry.target());
        });
    }

    private static SnatEntry snat(WireReader in) throws WireFormatException {
        return new SnatEntry(in.prefix(), in.list(1, WireReader::text));
    }

    private static DnatEntry dnat(WireReader in) throws WireFormatException {
        return new DnatEntry(in.text(), in.integer(), in.integer(), in.text(), in.endpoint());
    }

    private static void writeOptional(WireWriter out, @Nullable IpAddress address) {
        out.address(address == null ? IpAddress.UNSPECIFIED : address);
    }

    private static @Nullable IpAddress readOptional(WireReader in) throws WireFormatException {
        IpAddress address = in.address();
        return address.isUnspecified() ? null : address;
    }
}
