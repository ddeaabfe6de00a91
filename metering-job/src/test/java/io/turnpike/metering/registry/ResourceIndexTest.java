package io.turnpike.metering.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.Binding;
import io.turnpike.flow.Configuration;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.Resource;
import io.turnpike.flow.ResourceKind;
import io.turnpike.metering.rules.World;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResourceIndexTest {
    private static final IpAddress EIP = IpAddress.parse("203.0.113.77");
    private static final IpAddress OWNER = IpAddress.parse("10.0.0.77");
    private static final IpAddress NEXT_OWNER = IpAddress.parse("10.0.0.78");

    private static Resource eip(long version, Binding... bindings) {
        return new Resource("eip-7", 7, ResourceKind.EIP, version, List.of(bindings), Configuration.NONE);
    }

    private static Binding binding(int id, IpAddress owner, long from, long to) {
        return new Binding(id, "acme", 1, EIP, owner, null, false, from, to);
    }

    @Test
    void shouldKnowPastBindings() {
        ResourceIndex index = new ResourceIndex();
        index.put(eip(5, binding(1, OWNER, 100, 200), binding(2, NEXT_OWNER, 200, Binding.OPEN)));
        assertThat(index.binding(1))
                .hasValueSatisfying(
                        bound -> assertThat(bound.binding().isOpen()).isFalse());
        assertThat(index.publicAddress(EIP, 150))
                .hasValueSatisfying(
                        bound -> assertThat(bound.binding().bindingId()).isEqualTo(1));
        assertThat(index.publicAddress(EIP, 99)).isEmpty();
        assertThat(index.version()).isEqualTo(5);
    }

    @Test
    void shouldAskForTheSpanInWhichAnElasticAddressWasBound() {
        ResourceIndex index = new ResourceIndex();
        index.put(eip(5, binding(1, OWNER, 100, 200)));
        assertThat(index.hasElasticAddress(1, OWNER, 0, 99)).isFalse();
        assertThat(index.hasElasticAddress(1, OWNER, 0, 100)).isTrue();
        assertThat(index.hasElasticAddress(1, OWNER, 199, 300)).isTrue();
        assertThat(index.hasElasticAddress(1, OWNER, 200, 300)).isFalse();
        assertThat(index.hasElasticAddress(2, OWNER, 100, 100)).isFalse();
    }

    @Test
    void shouldKeepTheNewestValueWhateverTheOrder() {
        Resource old = eip(5, binding(1, OWNER, 100, Binding.OPEN));
        Resource fresh = eip(6, binding(1, OWNER, 100, 200), binding(2, NEXT_OWNER, 200, Binding.OPEN));
        ResourceIndex index = new ResourceIndex();
        index.put(fresh);
        index.put(old);
        index.put(fresh);
        assertThat(index.binding(1).orElseThrow().binding().validToMillis()).isEqualTo(200);
        assertThat(index.size()).isEqualTo(1);
        assertThat(index.hasElasticAddress(1, NEXT_OWNER, 300, 300)).isTrue();
    }

    @Test
    void shouldForgetWhatAResourceNoLongerSays() {
        ResourceIndex index = World.index();
        assertThat(index.isLocalAddress(IpAddress.parse("100.64.1.200"))).isTrue();
        index.put(new Resource(
                "director1", World.NODE, ResourceKind.NODE, 1_000, List.of(), World.director("100.64.2.0/24")));
        assertThat(index.isLocalAddress(IpAddress.parse("100.64.1.200"))).isFalse();
        assertThat(index.isLocalAddress(IpAddress.parse("100.64.2.200"))).isTrue();
    }

    @Test
    void shouldLookUpPrivateAddressesWithinAVpc() {
        ResourceIndex index = World.index();
        assertThat(index.isPrivateAddress(1, IpAddress.parse("10.0.0.11"))).isTrue();
        assertThat(index.isPrivateAddress(2, IpAddress.parse("10.0.0.11"))).isFalse();
        assertThat(index.resourceId(World.SLB)).isEqualTo("slb-web");
        assertThat(index.resourceId(World.UNKNOWN)).isEqualTo("#99");
    }

    @Test
    void shouldAskTheEntriesOfTheNatGatewaysOfTheVpc() {
        ResourceIndex index = World.index();
        IpAddress user = IpAddress.parse(World.privateAddress(World.NAT_USER));
        IpAddress stranger = IpAddress.parse(World.privateAddress(World.NAT_STRANGER));
        assertThat(index.hasSnatEntry(2, user, 2_000, 3_000)).isTrue();
        assertThat(index.hasDnatEntry(2, user, 2_000, 3_000)).isTrue();
        assertThat(index.hasSnatEntry(1, user, 2_000, 3_000)).isFalse();
        assertThat(index.hasSnatEntry(2, user, 0, World.BEGIN - 1)).isFalse();
        assertThat(index.hasSnatEntry(2, stranger, 2_000, 3_000)).isFalse();
        assertThat(index.hasDnatEntry(2, stranger, 2_000, 3_000)).isFalse();
        assertThat(index.hasElasticAddress(2, user, 2_000, 3_000)).isFalse();
    }

    @Test
    void shouldKnowIpv6AddressesInsideAndWhichOfThemAreRouted() {
        ResourceIndex index = World.index();
        IpAddress routed = IpAddress.parse(World.ipv6Address(World.IPV6_ECS));
        IpAddress inside = IpAddress.parse(World.ipv6Address(World.ISOLATED));
        assertThat(index.isPrivateAddress(1, routed)).isTrue();
        assertThat(index.isPrivateAddress(1, inside)).isTrue();
        assertThat(index.isPrivateAddress(2, inside)).isFalse();
        assertThat(index.hasIpv6Gateway(1, routed, 2_000, 3_000)).isTrue();
        assertThat(index.hasIpv6Gateway(1, routed, 0, World.BEGIN - 1)).isFalse();
        assertThat(index.hasIpv6Gateway(2, routed, 2_000, 3_000)).isFalse();
        assertThat(index.hasIpv6Gateway(1, inside, 2_000, 3_000)).isFalse();
    }
}
