package io.turnpike.billing.registry;

import static io.turnpike.billing.registry.Declarations.ECS2;
import static io.turnpike.billing.registry.Declarations.EIP;
import static io.turnpike.billing.registry.Declarations.EIP_DNAT;
import static io.turnpike.billing.registry.Declarations.EIP_SNAT;
import static io.turnpike.billing.registry.Declarations.ecs6;
import static io.turnpike.billing.registry.Declarations.edge;
import static io.turnpike.billing.registry.Declarations.refused;
import static io.turnpike.billing.registry.Declarations.resources;
import static io.turnpike.billing.registry.Declarations.state;
import static io.turnpike.billing.registry.Declarations.violations;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.Configuration;
import io.turnpike.flow.DnatEntry;
import io.turnpike.flow.Endpoint;
import io.turnpike.flow.IpAddress;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class NatRulesTest {
    private static final String ECS3 = ecs6("ecs3", 3);
    private static final String ALL = "{eip: 'eip-dnat', protocol: 'ALL', resource: 'ecs3'}";
    private static final String SNAT = "{source: '10.0.0.0/24', eips: ['eip-snat']}";

    private static String port(String protocol, int port) {
        return "{eip: 'eip-dnat', protocol: '%s', port: %d, resource: 'ecs3', resourcePort: 80}"
                .formatted(protocol, port);
    }

    private static String nat(String snat, String... dnat) {
        return "{id: 'nat1', kind: 'NAT', account: 'acme', vpc: 1, snat: [" + snat + "], dnat: ["
                + String.join(", ", dnat) + "]}";
    }

    private static List<Violation> of(String nat) {
        return violations(resources(ECS3, EIP_SNAT, EIP_DNAT, nat));
    }

    @Test
    void shouldTakeEntriesThatDoNotMeet() {
        assertThat(of(nat(SNAT, port("TCP", 80), port("UDP", 80), port("TCP", 81))))
                .isEmpty();
        assertThat(of(nat(SNAT + ", {source: '10.0.0.0/25', eips: ['eip-snat']}", ALL)))
                .isEmpty();
    }

    @Test
    void shouldRefuseOverlappingDnat() {
        refused(of(nat("", port("TCP", 80), port("TCP", 80))), "/resources/3/dnat/1", "overlaps entry 0");
        refused(of(nat("", port("TCP", 80), ALL)), "/resources/3/dnat/1", "overlaps entry 0");
        refused(of(nat("", ALL, port("UDP", 7))), "/resources/3/dnat/1", "overlaps entry 0");
        refused(of(nat("", ALL, ALL)), "/resources/3/dnat/1", "overlaps entry 0");
    }

    @Test
    void shouldRefuseAnEipThatIsBothPooledAndForwardedWhole() {
        refused(
                of(nat("{source: '10.0.0.0/24', eips: ['eip-dnat']}", ALL)),
                "/resources/3/dnat/0/eip",
                "in an SNAT pool");
        assertThat(of(nat("{source: '10.0.0.0/24', eips: ['eip-dnat']}", port("TCP", 80))))
                .isEmpty();
    }

    @Test
    void shouldRefuseEipsThatAreNotBoundToTheGateway() {
        String other = nat("{source: '10.0.0.0/24', eips: ['eip-2']}");
        refused(
                violations(resources(ECS2, EIP, other)),
                "/resources/2/snat/0/eips/0",
                "'eip-2' is not bound to 'nat1'");
        refused(of(nat("{source: '10.0.0.0/24', eips: ['eip-9']}")), "/resources/3/snat/0/eips/0", "no resource");
        refused(of(nat("{source: '10.0.0.0/24', eips: ['ecs3']}")), "/resources/3/snat/0/eips/0", "expected EIP");
        String moved = EIP_SNAT.replace("boundTo: 'nat1'", "boundTo: 'ecs3'");
        refused(violations(resources(moved), state(edge())), "/resources/0/boundTo", "is not bound to 'nat1'");
    }

    @Test
    void shouldRefuseSourcesThatAreEqual() {
        refused(of(nat(SNAT + ", " + SNAT)), "/resources/3/snat/1/source", "has an SNAT entry already");
        String second = nat(SNAT.replace("eip-snat", "eip-b")).replace("nat1", "nat2");
        String eip = EIP_SNAT.replace("eip-snat", "eip-b")
                .replace("113.31", "113.39")
                .replace("nat1", "nat2");
        refused(violations(resources(eip, second), state(edge())), "/resources/1/snat/0/source", "in 'nat1'");
    }

    @Test
    void shouldRefuseSourcesAndPoolsThatCannotBe() {
        refused(of(nat("{source: '10.0.0.0/24', eips: []}")), "/resources/3/snat/0/eips", "at least one EIP");
        refused(
                of(nat("{source: '10.0.0.0/24', eips: ['eip-snat', 'eip-snat']}")),
                "/resources/3/snat/0/eips/1",
                "in this pool already");
        refused(
                of(nat("{source: '0.0.0.0/0', eips: ['eip-snat']}")),
                "/resources/3/snat/0/source",
                "not a private IPv4 range");
        refused(
                of(nat("{source: 'fd00::/64', eips: ['eip-snat']}")),
                "/resources/3/snat/0/source",
                "not a private IPv4 range");
    }

    @Test
    void shouldRefuseEntriesThatLeadToAnotherVpc() {
        String target = ECS3.replace("vpc: 1", "vpc: 2");
        refused(
                violations(resources(target, EIP_DNAT, nat("", port("TCP", 80)))),
                "/resources/2/dnat/0/resource",
                "'ecs3' is in VPC 2");
        assertThat(violations(resources(ECS3, EIP_DNAT.replace("vpc: 1", "vpc: 2"), nat("", ALL))))
                .extracting(Violation::pointer)
                .containsExactlyInAnyOrder("/resources/1/boundTo", "/resources/2/dnat/0/eip");
    }

    @Test
    void shouldRefuseToLeadToAnythingButAnEcs() {
        refused(of(nat("", ALL.replace("'ecs3'", "'eip-snat'"))), "/resources/3/dnat/0/resource", "expected ECS");
    }

    @Test
    void shouldResolveEntriesToAddresses() {
        RegistryState state = state(resources(ECS3, EIP_SNAT, EIP_DNAT, nat(SNAT, port("TCP", 8080))));
        var specs = state.resourcesAfter(Declarations.declaration("{}"));
        var view = ResourceView.of(Objects.requireNonNull(specs.get("nat1")), specs);
        Endpoint target = new Endpoint(IpAddress.parse("10.0.0.13"), 80);
        assertThat(((Configuration.NatGateway) view.configuration()).dnat())
                .containsExactly(new DnatEntry("eip-dnat", 6, 8080, "ecs3", target));
    }
}
