package io.turnpike.billing.registry;

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

    static List<Violation> violations(String text, RegistryState state) {
        Violations violations = new Violations();
        Declaration declaration = DeclarationReader.read(json(text), violations);
        if (violations.isEmpty()) {
            DeclarationRules.check(declaration, state, NOW, violations);
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
