package io.turnpike.flow;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Registry values on the wire, version {@value #VERSION}. */
public final class ResourceCodec {
    public static final int VERSION = 1;
    private static final int MAGIC = 0x54505256; // TPRV

    private ResourceCodec() {}

    public static byte[] encode(Resource resource) {
        WireWriter out = new WireWriter(MAGIC, VERSION);
        out.text(resource.id());
        out.varint(resource.number());
        out.varint(resource.kind().code());
        out.varint(resource.registryVersion());
        out.varint(resource.bindings().size());
        resource.bindings().forEach(binding -> write(out, binding));
        out.varint(resource.listeners().size());
        resource.listeners().forEach(listener -> write(out, listener));
        out.varint(resource.localAddresses().size());
        for (IpPrefix prefix : resource.localAddresses()) {
            out.address(prefix.address());
            out.varint(prefix.length());
        }
        return out.finish();
    }

    public static Resource decode(byte[] bytes) throws WireFormatException {
        WireReader in = new WireReader(bytes, MAGIC, VERSION);
        try {
            Resource resource = new Resource(
                    in.text(),
                    in.integer(),
                    Coded.of(ResourceKind.class, in.varint()),
                    in.varint(),
                    readBindings(in),
                    readListeners(in),
                    readPrefixes(in));
            in.finish();
            return resource;
        } catch (IllegalArgumentException e) {
            throw WireReader.broken(String.valueOf(e.getMessage()));
        }
    }

    private static void write(WireWriter out, Binding binding) {
        out.varint(binding.bindingId());
        out.text(binding.account());
        out.varint(binding.vpcId());
        writeOptional(out, binding.publicAddress());
        writeOptional(out, binding.privateAddress());
        out.varint(binding.publicBandwidth() ? 1 : 0);
        out.varint(binding.validFromMillis());
        out.varint(binding.validToMillis());
    }

    private static void write(WireWriter out, Listener listener) {
        out.varint(listener.protocolIdentifier());
        out.varint(listener.port());
        out.varint(listener.backends().size());
        for (Backend backend : listener.backends()) {
            out.text(backend.resourceId());
            out.address(backend.endpoint().address());
            out.varint(backend.endpoint().port());
            out.varint(backend.weight());
        }
    }

    private static void writeOptional(WireWriter out, @Nullable IpAddress address) {
        out.address(address == null ? IpAddress.UNSPECIFIED : address);
    }

    private static @Nullable IpAddress readOptional(WireReader in) throws WireFormatException {
        IpAddress address = in.address();
        return address.isUnspecified() ? null : address;
    }

    private static List<Binding> readBindings(WireReader in) throws WireFormatException {
        int count = in.count(9);
        List<Binding> bindings = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            bindings.add(new Binding(
                    in.integer(),
                    in.text(),
                    in.integer(),
                    readOptional(in),
                    readOptional(in),
                    in.varint() != 0,
                    in.varint(),
                    in.varint()));
        }
        return bindings;
    }

    private static List<Listener> readListeners(WireReader in) throws WireFormatException {
        int count = in.count(3);
        List<Listener> listeners = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int protocol = in.integer();
            int port = in.integer();
            int backendCount = in.count(5);
            List<Backend> backends = new ArrayList<>(backendCount);
            for (int j = 0; j < backendCount; j++) {
                backends.add(new Backend(in.text(), new Endpoint(in.address(), in.integer()), in.integer()));
            }
            listeners.add(new Listener(protocol, port, backends));
        }
        return listeners;
    }

    private static List<IpPrefix> readPrefixes(WireReader in) throws WireFormatException {
        int count = in.count(3);
        List<IpPrefix> prefixes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            prefixes.add(new IpPrefix(in.address(), in.integer()));
        }
        return prefixes;
    }
}
