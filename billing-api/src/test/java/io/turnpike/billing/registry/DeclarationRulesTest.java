package io.turnpike.billing.registry;

import static io.turnpike.billing.registry.Declarations.ACCOUNT;
import static io.turnpike.billing.registry.Declarations.ECS1;
import static io.turnpike.billing.registry.Declarations.ECS2;
import static io.turnpike.billing.registry.Declarations.EIP;
import static io.turnpike.billing.registry.Declarations.NODE;
import static io.turnpike.billing.registry.Declarations.PLAN;
import static io.turnpike.billing.registry.Declarations.SLB;
import static io.turnpike.billing.registry.Declarations.document;
import static io.turnpike.billing.registry.Declarations.lab;
import static io.turnpike.billing.registry.Declarations.refused;
import static io.turnpike.billing.registry.Declarations.resources;
import static io.turnpike.billing.registry.Declarations.state;
import static io.turnpike.billing.registry.Declarations.violations;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeclarationRulesTest {
    private static String slbTo(String backend) {
        return SLB.replace("'ecs1'", "'" + backend + "'");
    }

    @Test
    void shouldTakeTheSameAgain() {
        assertThat(violations(lab(), state(lab()))).isEmpty();
    }

    @Test
    void shouldRefuseBackendsThatAreUnknownPublicOrOfAnotherVpc() {
        refused(violations(resources(slbTo("ecs9"))), "/resources/0/listeners/0/backends/0/resource", "no resource");
        refused(
                violations(resources(ECS2, EIP, slbTo("eip-2"))),
                "/resources/2/listeners/0/backends/0/resource",
                "expected ECS");
        refused(
                violations(resources(ECS1.replace("vpc: 1", "vpc: 2"), SLB)),
                "/resources/1/listeners/0/backends/0/resource",
                "VPC 2");
    }

    @Test
    void shouldRefuseToMoveABackendOutOfTheVpcOfItsListener() {
        refused(violations(resources(ECS1.replace("vpc: 1", "vpc: 2")), state(lab())), "/resources", "VPC 2");
    }

    @Test
    void shouldRefuseAnEipOnAnSlb() {
        refused(
                violations(resources(ECS1, SLB, EIP.replace("'ecs2'", "'slb-web'"))),
                "/resources/2/boundTo",
                "kind SLB");
    }

    @Test
    void shouldRefuseTwoBindingsOfOnePrivateAddress() {
        String second = EIP.replace("eip-2", "eip-3").replace("113.20", "113.30");
        refused(violations(resources(ECS2, EIP, second)), "/resources/2/boundTo", "one 1:1 binding");
        refused(violations(resources(second), state(lab())), "/resources/0/boundTo", "one 1:1 binding");
    }

    @Test
    void shouldRefuseAnAddressUsedTwice() {
        refused(
                violations(resources(EIP.replace("113.20", "113.10")), state(lab())),
                "/resources/0/address",
                "'slb-web'");
        refused(
                violations(resources(ECS1, ECS2.replace("0.12", "0.11"))),
                "/resources/1/privateAddress",
                "used by 'ecs1' and 'ecs2'");
        assertThat(violations(resources(ECS1, ECS2.replace("0.12", "0.11").replace("vpc: 1", "vpc: 2"))))
                .isEmpty();
    }

    @Test
    void shouldRefuseAddressesOnTheWrongSide() {
        refused(
                violations(resources(ECS1.replace("10.0.0.11", "203.0.113.9"))),
                "/resources/0/privateAddress",
                "not a private");
        refused(
                violations(resources(ECS1, SLB.replace("203.0.113.10", "10.0.0.1"))),
                "/resources/1/address",
                "not a public");
        refused(
                violations(resources(ECS1, SLB.replace("203.0.113.10", "127.0.0.1"))),
                "/resources/1/address",
                "not a public");
    }

    @Test
    void shouldRefuseDuplicateListenersAndBackends() {
        String listener = "{protocol: 'HTTP', port: 80, backends: [{resource: 'ecs1', port: 80}]}";
        refused(
                violations(resources(ECS1, SLB.replace("listeners: [", "listeners: [" + listener + ", "))),
                "/resources/1/listeners/1",
                "has a listener already");
        refused(
                violations(resources(ECS1, SLB.replace("backends: [", "backends: [{resource: 'ecs1', port: 80}, "))),
                "/resources/1/listeners/0/backends/1",
                "is a backend already");
    }

    @Test
    void shouldRefuseLocalAddressesThatOverlapOrBelongToAnEcs() {
        String other = NODE.replace("director1", "director2").replace("100.64.1.0/24", "100.64.0.0/16");
        refused(violations(resources(NODE, other)), "/resources/0/localAddresses/0", "overlaps");
        refused(violations(resources(other), state(lab())), "/resources/0/localAddresses/0", "overlaps");
        refused(
                violations(resources(ECS1.replace("10.0.0.11", "100.64.1.7")), state(lab())),
                "/resources/0/privateAddress",
                "local address of 'director1'");
    }

    @Test
    void shouldRefuseWideOrPublicLocalAddresses() {
        refused(
                violations(resources(NODE.replace("100.64.1.0/24", "10.0.0.0/8"))),
                "/resources/0/localAddresses/0",
                "/16");
        refused(
                violations(resources(NODE.replace("100.64.1.0/24", "8.8.8.0/24"))),
                "/resources/0/localAddresses/0",
                "private");
    }

    @Test
    void shouldRefuseUnknownAccountsAndPlans() {
        refused(violations(document("", "", ECS1)), "/resources/0/account", "no account");
        refused(violations(document(ACCOUNT, "")), "/accounts/0/plan", "no plan");
        refused(
                violations(document(ACCOUNT.replace("CNY", "USD"), PLAN)),
                "/accounts/0/plan",
                "the plan is in CNY, the account in USD");
    }

    @Test
    void shouldRefuseToChangeKindsAndCurrencies() {
        refused(
                violations(resources("{id: 'ecs1', kind: 'NODE'}"), state(resources(ECS1))),
                "/resources/0/kind",
                "ECS");
        refused(
                violations(document("", PLAN.replace("CNY", "USD")), state(lab())),
                "/plans/0/currency",
                "never changes");
    }

    @Test
    void shouldRefuseAnIdDeclaredTwice() {
        refused(violations(resources(ECS1, ECS1)), "/resources/1/id", "more than once");
    }

    @Test
    void shouldRefuseOverlappingPrices() {
        String price = "{path: 'SLB', direction: 'OUT', unit: 'GiB', unitPrice: '1', from: '2026-11-23T18:00:00Z'}";
        refused(
                violations(document(ACCOUNT, PLAN.replace("}]}", "}, " + price + "]}"))),
                "/plans/0/prices/1",
                "that price 0 is for already");
    }

    @Test
    void shouldRefuseANewPriceForMinutesThatAreOver() {
        String price = "{path: 'SLB', direction: 'IN', unit: 'GB', unitPrice: '0.10', from: '2026-11-23T17:0%d:00Z'}";
        String late = PLAN.replace("}]}", "}, " + price.formatted(4) + "]}");
        refused(violations(document(ACCOUNT, late), state(lab())), "/plans/0/prices/1/from", "2026-11-23T17:05:00Z");
        String inTime = PLAN.replace("}]}", "}, " + price.formatted(5) + "]}");
        assertThat(violations(document(ACCOUNT, inTime), state(lab()))).isEmpty();
        // A plan that no one has used yet, and a price that is known already, may begin at any time.
        assertThat(violations(document(ACCOUNT, late))).isEmpty();
        assertThat(violations(document(ACCOUNT, late), state(document(ACCOUNT, late))))
                .isEmpty();
    }
}
