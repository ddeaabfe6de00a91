package io.turnpike.billing.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.turnpike.billing.tariff.Plan;
import io.turnpike.billing.tariff.PlanVersion;
import io.turnpike.billing.tariff.Validity;
import io.turnpike.flow.Binding;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Declarations for tests, in a JSON that may have single quotes and names without any. */
final class Declarations {
    static final Instant NOW = Instant.parse("2026-11-23T17:04:30Z");

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .configure(JsonParser.Feature.ALLOW_SINGLE_QUOTES, true)
            .configure(JsonParser.Feature.ALLOW_UNQUOTED_FIELD_NAMES, true)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    static final String ACCOUNT =
            "{id: 'acme', name: 'ACME', currency: 'CNY', timeZone: 'Asia/Shanghai', plan: 'standard'}";
    static final String PLAN = "{id: 'standard', currency: 'CNY', prices: ["
            + "{path: 'SLB', direction: 'OUT', unit: 'GB', unitPrice: '0.80'}]}";
    static final String NODE = "{id: 'director1', kind: 'NODE', localAddresses: ['100.64.1.0/24']}";
    static final String ECS1 = "{id: 'ecs1', kind: 'ECS', account: 'acme', vpc: 1, privateAddress: '10.0.0.11'}";
    static final String ECS2 = "{id: 'ecs2', kind: 'ECS', account: 'acme', vpc: 1, privateAddress: '10.0.0.12'}";
    static final String EIP =
            "{id: 'eip-2', kind: 'EIP', account: 'acme', vpc: 1, address: '203.0.113.20', boundTo: 'ecs2'}";
    static final String SLB = "{id: 'slb-web', kind: 'SLB', account: 'acme', vpc: 1, address: '203.0.113.10',"
            + " listeners: [{protocol: 'TCP', port: 80, backends: [{resource: 'ecs1', port: 80, weight: 100}]}]}";

    static final String PROXY = "{id: 'proxy1', kind: 'NODE', role: 'PROXY',"
            + " localAddresses: ['100.64.2.1/32', 'fd64:2::1/128'], ingressAddresses: ['172.31.16.11', 'fd00:16::11']}";
    static final String IPV6GW = "{id: 'ipv6gw-ecs1', kind: 'IPV6GW', account: 'acme', vpc: 1,"
            + " address: '2001:db8:10::11', boundTo: 'ecs1'}";
    static final String SLB6 = "{id: 'slb6', kind: 'SLB', account: 'acme', vpc: 1, address: '2001:db8:5::10',"
            + " listeners: [{protocol: 'TCP', port: 80, backends: [{resource: 'ecs1', port: 80}]}]}";
    static final String EIP_SNAT =
            "{id: 'eip-snat', kind: 'EIP', account: 'acme', vpc: 1, address: '203.0.113.31', boundTo: 'nat1'}";
    static final String EIP_DNAT =
            "{id: 'eip-dnat', kind: 'EIP', account: 'acme', vpc: 1, address: '203.0.113.33', boundTo: 'nat1'}";
    static final String NAT = "{id: 'nat1', kind: 'NAT', account: 'acme', vpc: 1,"
            + " snat: [{source: '10.0.0.0/24', eips: ['eip-snat']}],"
            + " dnat: [{eip: 'eip-dnat', protocol: 'TCP', port: 8080, resource: 'ecs3', resourcePort: 80}]}";

    /** With every option that a listener of the directors may have. */
    static final String SLB_L4 = "{id: 'slb-l4', kind: 'SLB', account: 'acme', vpc: 1, address: '203.0.113.12',"
            + " maxConnections: 100000, newConnectionsPerSecond: 5000, backends: [{resource: 'ecs1', weight: 50}],"
            + " groups: [{id: 'pair', kind: 'MASTER_SLAVE', servers: [{resource: 'ecs1', port: 53},"
            + " {resource: 'ecs2', port: 53}]}],"
            + " listeners: [{protocol: 'TCP', port: 443, backendPort: 8443, scheduler: 'SCH', persistenceSeconds: 3600,"
            + " slowStartSeconds: 30, drainSeconds: 300, establishedTimeoutSeconds: 60, maxConnections: 1000,"
            + " newConnectionsPerSecond: 100, capOutBitsPerSecond: 100000000, capInBitsPerSecond: 50000000,"
            + " accessList: {action: 'DENY', prefixes: ['192.0.2.0/24']},"
            + " healthCheck: {type: 'HTTP', port: 8080, method: 'GET', path: '/ready', host: 'www.example.com',"
            + " codes: ['2xx'], intervalSeconds: 1, timeoutSeconds: 3, healthyThreshold: 2, unhealthyThreshold: 4}},"
            + " {protocol: 'UDP', port: 53, group: 'pair', healthCheck: {type: 'UDP', request: 'ping', response: 'pong'}},"
            + " {protocol: 'TCP', port: 2000, lastPort: 2999, scheduler: 'TCH', backends: [{resource: 'ecs2'}]}]}";

    private Declarations() {}

    static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static String document(String accounts, String plans, String... resources) {
        return "{accounts: [" + accounts + "], plans: [" + plans + "], resources: [" + String.join(", ", resources)
                + "]}";
    }

    static String resources(String... resources) {
        return document(ACCOUNT, PLAN, resources);
    }

    static String lab() {
        return resources(NODE, ECS1, ECS2, EIP, SLB);
    }

    /** One resource of every kind and of every use; a certificate needs a real chain, so it is left out. */
    static String edge() {
        return resources(
                NODE,
                "{id: 'border1', kind: 'NODE', role: 'BORDER'}",
                PROXY,
                ecs6("ecs1", 1),
                ecs6("ecs2", 2),
                ecs6("ecs3", 3),
                IPV6GW,
                SLB6,
                EIP_SNAT,
                EIP_DNAT,
                NAT,
                "{id: 'slb-l7', kind: 'SLB', account: 'acme', vpc: 1, address: '203.0.113.11',"
                        + " capBitsPerSecond: 1000000, quotaOctetsPerMonth: 10000000, overQuotaBitsPerSecond: 500000,"
                        + " listeners: [{protocol: 'HTTP', port: 80, backends: [{resource: 'ecs1', port: 80}]}]}",
                SLB_L4);
    }

    static String ecs6(String id, int number) {
        return "{id: '%s', kind: 'ECS', account: 'acme', vpc: 1, privateAddress: '10.0.0.1%d', ipv6Address: '2001:db8:10::1%d'}"
                .formatted(id, number, number);
    }

    static void refused(List<Violation> violations, String pointer, String detail) {
        assertThat(violations).singleElement().satisfies(violation -> {
            assertThat(violation.pointer()).isEqualTo(pointer);
            assertThat(violation.detail()).contains(detail);
        });
    }

    static List<Violation> violations(String text, RegistryState state) {
        return violations(text, state, fingerprint -> false);
    }

    static List<Violation> violations(String text, RegistryState state, Predicate<String> heldKeys) {
        Violations violations = new Violations();
        Declaration declaration = DeclarationReader.read(json(text), violations);
        if (violations.isEmpty()) {
            DeclarationRules.check(declaration, state, heldKeys, NOW, violations);
        }
        return violations.toList();
    }

    static List<Violation> violations(String text) {
        return violations(text, RegistryState.EMPTY);
    }

    static Declaration declaration(String text) {
        return DeclarationReader.read(json(text), new Violations());
    }

    /** The state after a declaration was applied to nothing. */
    static RegistryState state(String text) {
        Declaration declaration = declaration(text);
        Map<String, AccountSpec> accounts = new HashMap<>();
        declaration.accounts().forEach(account -> accounts.put(account.id(), account));
        Map<String, Plan> plans = new HashMap<>();
        declaration
                .plans()
                .forEach(plan -> plans.put(
                        plan.id(),
                        new Plan(
                                plan.id(),
                                plan.currency(),
                                List.of(new PlanVersion(Validity.BEGINNING, plan.prices())))));
        Map<String, Registered> resources = new HashMap<>();
        declaration
                .resources()
                .forEach(spec ->
                        resources.put(spec.id(), new Registered(spec, resources.size() + 1, List.<Binding>of())));
        return new RegistryState(accounts, plans, resources);
    }
}
