package io.turnpike.node.role;

import io.turnpike.flow.Binding;
import io.turnpike.flow.Configuration;
import io.turnpike.flow.DnatEntry;
import io.turnpike.flow.Entry;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.IpPrefix;
import io.turnpike.flow.ResourceKind;
import io.turnpike.flow.SnatEntry;
import io.turnpike.node.maps.FlowAbi;
import io.turnpike.node.maps.Struct;
import io.turnpike.registry.Registry;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The NAT gateways of a registry, as the border's maps have them and as an interface's flags do. */
final class NatGateways {
    private static final Logger LOG = LoggerFactory.getLogger(NatGateways.class);
    private static final int FIRST_PORT = 1024;
    private static final int LAST_PORT = 65535;

    private final Registry registry;

    NatGateways(Registry registry) {
        this.registry = registry;
    }

    /** EIPs that are bound to no single private address: they serve NAT gateways. */
    static Stream<Registry.Bound> eips(Registry registry) {
        return registry.open(ResourceKind.EIP)
                .filter(eip ->
                        eip.binding().publicAddress() != null && eip.binding().privateAddress() == null);
    }

    /** Whether what the ECS opens to the Internet leaves through an SNAT entry. */
    boolean hasSnat(Binding ecs) {
        IpAddress own = ecs.privateAddress();
        return own != null
                && gateways(ecs.vpcId())
                        .flatMap(nat -> nat.snat().stream())
                        .anyMatch(entry ->
                                entry.source().contains(own) && !pool(entry).isEmpty());
    }

    /** Whether a DNAT entry leads to the ECS. */
    boolean hasDnat(Binding ecs) {
        IpAddress own = ecs.privateAddress();
        return own != null
                && gateways(ecs.vpcId())
                        .flatMap(nat -> nat.dnat().stream())
                        .anyMatch(entry -> entry.target().address().equals(own));
    }

    private Stream<Configuration.NatGateway> gateways(int vpc) {
        return registry.open(ResourceKind.NAT)
                .filter(nat -> nat.binding().vpcId() == vpc)
                .flatMap(nat -> configuration(nat).stream());
    }

    DesiredMap.Contents snatPools() {
        DesiredMap.Contents pools = new DesiredMap.Contents();
        forEach((nat, configuration) -> configuration
                .snat()
                .forEach(entry ->
                        pools.put(prefix(entry.source()), pool(nat.binding().vpcId(), pool(entry)))));
        return pools;
    }

    DesiredMap.Contents dnatTargets() {
        DesiredMap.Contents targets = new DesiredMap.Contents();
        forEach((nat, configuration) -> configuration
                .dnat()
                .forEach(entry -> eip(entry.eip())
                        .map(Registry.Bound::binding)
                        .map(Binding::publicAddress)
                        .ifPresent(address -> targets.put(key(address, entry), target(entry)))));
        return targets;
    }

    private void forEach(BiConsumer<Registry.Bound, Configuration.NatGateway> action) {
        registry.open(ResourceKind.NAT)
                .forEach(nat -> configuration(nat).ifPresent(configuration -> action.accept(nat, configuration)));
    }

    private static Optional<Configuration.NatGateway> configuration(Registry.Bound nat) {
        return nat.resource().configuration() instanceof Configuration.NatGateway gateway
                ? Optional.of(gateway)
                : Optional.empty();
    }

    private Optional<Registry.Bound> eip(String id) {
        return eips(registry).filter(eip -> eip.resource().id().equals(id)).findAny();
    }

    private List<Registry.Bound> pool(SnatEntry entry) {
        if (entry.eips().size() > FlowAbi.SNAT_POOL_ADDRESSES) {
            LOG.warn("only the first {} addresses for {} are used", FlowAbi.SNAT_POOL_ADDRESSES, entry.source());
        }
        return entry.eips().stream()
                .limit(FlowAbi.SNAT_POOL_ADDRESSES)
                .flatMap(id -> eip(id).stream())
                .toList();
    }

    private static MemorySegment pool(int vpc, List<Registry.Bound> eips) {
        Struct pool = Struct.of(FlowAbi.SNAT_POOL)
                .with("vpc", vpc)
                .with("address_count", eips.size())
                .withShort("first_port", FIRST_PORT)
                .withShort("last_port", LAST_PORT);
        for (int i = 0; i < eips.size(); i++) {
            IpAddress address = eips.get(i).binding().publicAddress();
            pool.with(
                    "addresses",
                    i,
                    AddressBinding.of(eips.get(i), address == null ? IpAddress.UNSPECIFIED : address, Entry.SNAT));
        }
        return pool.segment();
    }

    private static MemorySegment prefix(IpPrefix prefix) {
        return Struct.of(FlowAbi.PREFIX_KEY)
                .with("prefix_length", prefix.mappedLength())
                .with("address", prefix.address())
                .segment();
    }

    private static MemorySegment key(IpAddress address, DnatEntry entry) {
        return Struct.of(FlowAbi.LISTENER_KEY)
                .with("address", address)
                .withPort("port", entry.port())
                .withByte("protocol", entry.protocolIdentifier())
                .segment();
    }

    private static MemorySegment target(DnatEntry entry) {
        return Struct.of(FlowAbi.DNAT_TARGET)
                .with("address", entry.target().address())
                .withPort("port", entry.target().port())
                .segment();
    }
}
