package io.turnpike.flow;

import io.turnpike.flow.Configuration.Certificate;
import io.turnpike.flow.Configuration.LoadBalancer;
import io.turnpike.flow.Configuration.NatGateway;
import io.turnpike.flow.Configuration.Node;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Registry values on the wire, version {@value #VERSION}. The kind says which configuration follows the bindings. */
public final class ResourceCodec {
    public static final int VERSION = 2;
    private static final int MAGIC = 0x54505256; // TPRV

    private ResourceCodec() {}

    public static byte[] encode(Resource resource) {
        WireWriter out = new WireWriter(MAGIC, VERSION);
        out.text(resource.id());
        out.varint(resource.number());
        out.varint(resource.kind().code());
        out.varint(resource.registryVersion());
        list(out, resource.bindings(), ResourceCodec::write);
        switch (resource.configuration()) {
            case Configuration.None none -> {}
            case LoadBalancer balancer -> list(out, balancer.listeners(), ResourceCodec::write);
            case Node node -> write(out, node);
            case NatGateway gateway -> write(out, gateway);
            case Certificate certificate -> out.text(certificate.chainPem());
        }
        return out.finish();
    }

    public static Resource decode(byte[] bytes) throws WireFormatException {
        WireReader in = new WireReader(bytes, MAGIC, VERSION);
        try {
            String id = in.text();
            int number = in.integer();
            ResourceKind kind = Coded.of(ResourceKind.class, in.varint());
            Resource resource = new Resource(
                    id, number, kind, in.varint(), list(in, 10, ResourceCodec::binding), configuration(kind, in));
            in.finish();
            return resource;
        } catch (IllegalArgumentException e) {
            throw WireReader.broken(String.valueOf(e.getMessage()));
        }
    }

    private static Configuration configuration(ResourceKind kind, WireReader in) throws WireFormatException {
        return switch (kind) {
            case EIP, ECS, IPV6GW -> Configuration.NONE;
            case SLB -> new LoadBalancer(list(in, 5, ResourceCodec::listener));
            case NODE ->
                new Node(
                        Coded.of(NodeRole.class, in.varint()),
                        list(in, 3, ResourceCodec::prefix),
                        list(in, 2, WireReader::address));
            case NAT -> new NatGateway(list(in, 4, ResourceCodec::snat), list(in, 6, ResourceCodec::dnat));
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

    private static void write(WireWriter out, Listener listener) {
        out.varint(listener.protocolIdentifier());
        out.varint(listener.application().code());
        out.varint(listener.port());
        list(out, listener.backends(), ResourceCodec::write);
        list(out, listener.certificates(), WireWriter::text);
    }

    private static Listener listener(WireReader in) throws WireFormatException {
        return new Listener(
                in.integer(),
                Coded.of(Application.class, in.varint()),
                in.integer(),
                list(in, 5, ResourceCodec::backend),
                list(in, 1, WireReader::text));
    }

    private static void write(WireWriter out, Backend backend) {
        out.text(backend.resourceId());
        write(out, backend.endpoint());
        out.varint(backend.weight());
    }

    private static Backend backend(WireReader in) throws WireFormatException {
        return new Backend(in.text(), endpoint(in), in.integer());
    }

    private static void write(WireWriter out, Node node) {
        out.varint(node.role().code());
        list(out, node.localAddresses(), ResourceCodec::write);
        list(out, node.ingressAddresses(), WireWriter::address);
    }

    private static void write(WireWriter out, NatGateway gateway) {
        list(out, gateway.snat(), (to, entry) -> {
            write(to, entry.source());
            list(to, entry.eips(), WireWriter::text);
        });
        list(out, gateway.dnat(), (to, entry) -> {
            to.text(entry.eip());
            to.varint(entry.protocolIdentifier());
            to.varint(entry.port());
            to.text(entry.resourceId());
            write(to, entry.target());
        });
    }

    private static SnatEntry snat(WireReader in) throws WireFormatException {
        return new SnatEntry(prefix(in), list(in, 1, WireReader::text));
    }

    private static DnatEntry dnat(WireReader in) throws WireFormatException {
        return new DnatEntry(in.text(), in.integer(), in.integer(), in.text(), endpoint(in));
    }

    private static void write(WireWriter out, IpPrefix prefix) {
        out.address(prefix.address());
        out.varint(prefix.length());
    }

    private static IpPrefix prefix(WireReader in) throws WireFormatException {
        return new IpPrefix(in.address(), in.integer());
    }

    private static void write(WireWriter out, Endpoint endpoint) {
        out.address(endpoint.address());
        out.varint(endpoint.port());
    }

    private static Endpoint endpoint(WireReader in) throws WireFormatException {
        return new Endpoint(in.address(), in.integer());
    }

    private static void writeOptional(WireWriter out, @Nullable IpAddress address) {
        out.address(address == null ? IpAddress.UNSPECIFIED : address);
    }

    private static @Nullable IpAddress readOptional(WireReader in) throws WireFormatException {
        IpAddress address = in.address();
        return address.isUnspecified() ? null : address;
    }

    private interface Writing<T> {
        void write(WireWriter out, T value);
    }

    private interface Reading<T> {
        T read(WireReader in) throws WireFormatException;
    }

    private static <T> void list(WireWriter out, List<T> values, Writing<T> each) {
        out.varint(values.size());
        for (T value : values) {
            each.write(out, value);
        }
    }

    /** A list whose elements take at least {@code leastOctets} each. */
    private static <T> List<T> list(WireReader in, int leastOctets, Reading<T> each) throws WireFormatException {
        int count = in.count(leastOctets);
        List<T> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(each.read(in));
        }
        return values;
    }
}
