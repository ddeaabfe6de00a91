package io.turnpike.billing.registry;

import static io.turnpike.billing.registry.Declarations.ECS1;
import static io.turnpike.billing.registry.Declarations.EIP;
import static io.turnpike.billing.registry.Declarations.EIP_SNAT;
import static io.turnpike.billing.registry.Declarations.IPV6GW;
import static io.turnpike.billing.registry.Declarations.PROXY;
import static io.turnpike.billing.registry.Declarations.SLB6;
import static io.turnpike.billing.registry.Declarations.ecs6;
import static io.turnpike.billing.registry.Declarations.edge;
import static io.turnpike.billing.registry.Declarations.refused;
import static io.turnpike.billing.registry.Declarations.resources;
import static io.turnpike.billing.registry.Declarations.state;
import static io.turnpike.billing.registry.Declarations.violations;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.IpAddress;
import org.junit.jupiter.api.Test;

/** What EIPs and IPv6 gateways are bound to, addresses of both families, and who may have a limit. */
class BindingRulesTest {
    private static final String ECS6 = ecs6("ecs1", 1);

    @Test
    void shouldTakeTheWholeEdge() {
        assertThat(violations(edge())).isEmpty();
        assertThat(violations(edge(), state(edge()))).isEmpty();
    }

    @Test
    void shouldRefuseAnIpv6GatewayWhoseAddressIsNotThatOfTheEcs() {
        refused(
                violations(resources(ECS6, IPV6GW.replace("::11", "::12"))),
                "/resources/1/address",
                "ipv6Address of 'ecs1', which is 2001:db8:10:0:0:0:0:11");
        refused(violations(resources(ECS1, IPV6GW)), "/resources/1/address", "which is not set");
        refused(
                violations(resources(ECS6.replace("::11", "::19")), state(resources(ECS6, IPV6GW))),
                "/resources/0/ipv6Address",
                "an IPV6GW has the ipv6Address");
    }

    @Test
    void shouldRefuseTwoIpv6GatewaysForOneEcs() {
        assertThat(violations(resources(ECS6, IPV6GW, IPV6GW.replace("ipv6gw-ecs1", "other"))))
                .extracting(Violation::pointer)
                .containsExactlyInAnyOrder("/resources/2/boundTo", "/resources/2/address");
    }

    @Test
    void shouldRefuseAnIpv6GatewayOnAnythingButAnEcsOfItsVpc() {
        refused(violations(resources(IPV6GW)), "/resources/0/boundTo", "no resource 'ecs1'");
        refused(violations(resources(ECS6, IPV6GW.replace("vpc: 1", "vpc: 2"))), "/resources/1/boundTo", "VPC 1");
    }

    @Test
    void shouldLetOneEcsHaveAnEipAndAnIpv6Gateway() {
        assertThat(violations(resources(ECS6, IPV6GW, EIP.replace("ecs2", "ecs1"))))
                .isEmpty();
    }

    @Test
    void shouldRefuseAnEipOnANatGatewayOfAnotherVpcOrThatDoesNotExist() {
        String nat = "{id: 'nat1', kind: 'NAT', account: 'acme', vpc: 2}";
        refused(violations(resources(nat, EIP_SNAT)), "/resources/1/boundTo", "VPC 2");
        refused(violations(resources(EIP_SNAT)), "/resources/0/boundTo", "no resource 'nat1'");
    }

    @Test
    void shouldRefuseAddressesOfTheOtherFamily() {
        refused(
                violations(resources("{id: 'eip-6', kind: 'EIP', account: 'acme', vpc: 1, address: '2001:db8::9'}")),
                "/resources/0/address",
                "must be an IPv4 address");
        refused(
                violations(resources(ECS1.replace("10.0.0.11", "fd00::11"))),
                "/resources/0/privateAddress",
                "must be an IPv4 address");
        refused(
                violations(resources(ECS6.replace("2001:db8:10::11", "10.0.0.99"))),
                "/resources/0/ipv6Address",
                "must be an IPv6 address");
        refused(
                violations(resources(ECS6.replace("2001:db8:10::11", "fe80::1"))),
                "/resources/0/ipv6Address",
                "not an address of one host");
        refused(
                violations(resources(ECS1.replace("}", ", publicAddress: '2001:db8::4', publicBandwidth: true}"))),
                "/resources/0/publicAddress",
                "must be an IPv4 address");
    }

    @Test
    void shouldRefuseAnIpv6AddressUsedTwice() {
        refused(
                violations(resources(ECS6, ecs6("ecs2", 2).replace("::12", "::11"))),
                "/resources/1/ipv6Address",
                "used by 'ecs1' and 'ecs2'");
        assertThat(violations(resources(ECS6, IPV6GW, SLB6.replace("2001:db8:5::10", "2001:db8:10::11"))))
                .extracting(Violation::pointer)
                .containsExactly("/resources/2/address");
    }

    @Test
    void shouldRefuseAddressesThatTheRoleOfANodeDoesNotHave() {
        refused(
                violations(resources("{id: 'd', kind: 'NODE', ingressAddresses: ['172.31.16.11']}")),
                "/resources/0/ingressAddresses",
                "role PROXY");
        refused(
                violations(resources("{id: 'b', kind: 'NODE', role: 'BORDER', localAddresses: ['100.64.9.0/24']}")),
                "/resources/0/localAddresses",
                "DIRECTOR or PROXY");
        refused(
                violations(resources(PROXY.replace("'172.31.16.11'", "'172.31.16.11', '172.31.16.99'"))),
                "/resources/0/ingressAddresses",
                "more than one IPv4 address");
    }

    @Test
    void shouldHoldIngressAddressesToTheRulesOfLocalOnes() {
        refused(
                violations(resources(PROXY.replace("172.31.16.11", "203.0.113.9"))),
                "/resources/0/ingressAddresses/0",
                "not a private range");
        refused(
                violations(resources(PROXY.replace("172.31.16.11", "100.64.1.9"), Declarations.NODE)),
                "/resources/0/ingressAddresses/0",
                "overlaps 100.64.1.0/24 of 'director1'");
        refused(
                violations(resources(PROXY, ECS1.replace("10.0.0.11", "172.31.16.11"))),
                "/resources/1/privateAddress",
                "local address of 'proxy1'");
        refused(
                violations(resources(PROXY, ECS6.replace("2001:db8:10::11", "fd64:2::1"))),
                "/resources/1/ipv6Address",
                "local address of 'proxy1'");
    }

    @Test
    void shouldRefuseALimitThatNothingWouldApply() {
        String capped = ECS1.replace("}", ", capBitsPerSecond: 1000}");
        refused(violations(resources(capped)), "/resources/0/capBitsPerSecond", "publicBandwidth");
        String own = capped.replace("}", ", publicAddress: '203.0.113.40', publicBandwidth: true}");
        assertThat(violations(resources(own))).isEmpty();
        String quota = own.replace("capBitsPerSecond", "quotaOctetsPerMonth");
        refused(violations(resources(quota)), "/resources/0/quotaOctetsPerMonth", "inside of the VPC");
    }

    @Test
    void shouldBindAnEipOfANatGatewayToNoPrivateAddress() {
        RegistryState state = state(edge());
        var specs = state.resourcesAfter(Declarations.declaration("{}"));
        ResourceView.Bound bound = ResourceView.of(java.util.Objects.requireNonNull(specs.get("eip-snat")), specs)
                .bound()
                .orElseThrow();
        assertThat(bound.privateAddress()).isNull();
        assertThat(bound.publicAddress()).isEqualTo(IpAddress.parse("203.0.113.31"));
        assertThat(bound.boundTo()).isEqualTo("nat1");
    }
}
