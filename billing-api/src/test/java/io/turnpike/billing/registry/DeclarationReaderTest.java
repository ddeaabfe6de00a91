package io.turnpike.billing.registry;

import static io.turnpike.billing.registry.Declarations.ACCOUNT;
import static io.turnpike.billing.registry.Declarations.PLAN;
import static io.turnpike.billing.registry.Declarations.document;
import static io.turnpike.billing.registry.Declarations.resources;
import static io.turnpike.billing.registry.Declarations.violations;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeclarationReaderTest {
    private static ListAssert<String> pointers(String text) {
        return assertThat(violations(text).stream().map(Violation::pointer).toList());
    }

    @Test
    void shouldReadWhatTheContractShows() {
        assertThat(violations(Declarations.lab())).isEmpty();
    }

    @Test
    void shouldReportAnUnknownFieldWhereItStands() {
        pointers("{acounts: []}").containsExactly("/acounts");
        pointers(resources("{id: 'ecs1', kind: 'ECS', account: 'acme', vpc: 1, privateAddress: '10.0.0.1', 'a/b~': 1}"))
                .containsExactly("/resources/0/a~1b~0");
        pointers(resources("{id: 'director1', kind: 'NODE', account: 'acme'}")).containsExactly("/resources/0/account");
    }

    @Test
    void shouldReportAllErrorsAtOnce() {
        pointers("{accounts: [{id: 'A', currency: 'CNYY'}], resources: [3, {id: 'x', kind: 'BOX'}]}")
                .containsExactly(
                        "/accounts/0/id",
                        "/accounts/0/currency",
                        "/accounts/0/plan",
                        "/resources/0",
                        "/resources/0/id",
                        "/resources/0/kind",
                        "/resources/1/kind");
    }

    @Test
    void shouldReportElementsOfListsByTheirIndex() {
        pointers(resources("{id: 'director1', kind: 'NODE', localAddresses: ['100.64.1.0/24', '100.64.2.1/24', 7]}"))
                .containsExactly("/resources/0/localAddresses/1", "/resources/0/localAddresses/2");
    }

    private static List<Violation> pricedAt(String json) {
        String price = "{path: 'SLB', direction: 'OUT', unit: 'GB', unitPrice: " + json + "}";
        return violations(document(ACCOUNT, "{id: 'standard', currency: 'CNY', prices: [" + price + "]}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'0.80'", "'0'", "'999999999.9999999999'", "0.8", "12"})
    void shouldTakeExactDecimals(String json) {
        assertThat(pricedAt(json)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "'-0.01', negative",
                "'0.12345678901', more than 10 decimals",
                "'1e3', must be a decimal",
                "'', must be a decimal",
                "'1000000000', below 1000000000",
                "1e999999999, out of range",
                "1e-999999999, out of range",
                "-1, negative",
                "true, must be a text"
            })
    void shouldRefuseOtherPrices(String json, String complaint) {
        assertThat(pricedAt(json)).singleElement().satisfies(violation -> {
            assertThat(violation.pointer()).isEqualTo("/plans/0/prices/0/unitPrice");
            assertThat(violation.detail()).contains(complaint);
        });
    }

    @Test
    void shouldRefuseCurrenciesAndZonesThatDoNotExist() {
        pointers(document("{id: 'acme', currency: 'XYZ', timeZone: 'Asia/Nowhere', plan: 'standard'}", PLAN))
                .containsExactly("/accounts/0/currency", "/accounts/0/timeZone");
        pointers(document("{id: 'acme', currency: 'XXX', timeZone: '+08:00', plan: 'standard'}", PLAN))
                .containsExactly("/accounts/0/currency", "/accounts/0/timeZone");
    }

    @Test
    void shouldRefusePortsWeightsAndAddressesOutOfRange() {
        pointers(resources("{id: 'slb', kind: 'SLB', account: 'acme', vpc: 0, address: '203.0.113.300',"
                        + " listeners: [{protocol: 'ICMP', port: 65536,"
                        + " backends: [{resource: 'ecs1', port: 0, weight: 101}, {resource: 'ecs1', port: 1.5}]}]}"))
                .containsExactly(
                        "/resources/0/vpc",
                        "/resources/0/address",
                        "/resources/0/listeners/0/protocol",
                        "/resources/0/listeners/0/port",
                        "/resources/0/listeners/0/backends/0/port",
                        "/resources/0/listeners/0/backends/0/weight",
                        "/resources/0/listeners/0/backends/1/port");
    }

    @Test
    void shouldRefusePricesOutsideWholeMinutes() {
        String plan = "{id: 'standard', currency: 'CNY', prices: ["
                + "{path: 'SLB', direction: 'OUT', unit: 'GB', unitPrice: '1', from: '2026-11-23T17:05:30Z'},"
                + "{path: 'INTERNAL', direction: 'OUT', unit: 'G', unitPrice: '1',"
                + " from: '2026-11-23T17:05:00Z', to: '2026-11-23T17:05:00Z'}]}";
        pointers(document(ACCOUNT, plan))
                .containsExactlyInAnyOrder(
                        "/plans/0/prices/0/from",
                        "/plans/0/prices/1/path",
                        "/plans/0/prices/1/unit",
                        "/plans/0/prices/1/to");
    }

    @ParameterizedTest
    @CsvSource({
        "capBitsPerSecond, 0, 1000000000000",
        "capBitsPerSecond, -1, 1000000000000",
        "capBitsPerSecond, 1000000000001, 1000000000000",
        "capBitsPerSecond, 1e30, 1000000000000",
        "capBitsPerSecond, 1.5, 1000000000000",
        "capBitsPerSecond, 'many', 1000000000000",
        "quotaOctetsPerMonth, 0, 1000000000000000000",
        "quotaOctetsPerMonth, 99999999999999999999999, 1000000000000000000",
        "overQuotaBitsPerSecond, 0, 1000000000000"
    })
    void shouldRefuseLimitsThatAreNone(String field, String value, String most) {
        String json = value.equals("many") ? "'many'" : value;
        Declarations.refused(
                violations(
                        resources(Declarations.ECS2, Declarations.EIP.replace("}", ", " + field + ": " + json + "}"))),
                "/resources/1/" + field,
                "must be an integer from 1 to " + most);
    }

    @Test
    void shouldReadCapsAndQuotas() {
        String eip = Declarations.EIP.replace("}", ", capBitsPerSecond: 1, quotaOctetsPerMonth: 10000000}");
        assertThat(Declarations.declaration(resources(eip))
                        .resources()
                        .getFirst()
                        .bandwidth())
                .isEqualTo(new Bandwidth(1L, 10_000_000L, 1_000_000));
        assertThat(Declarations.declaration(resources(Declarations.EIP))
                        .resources()
                        .getFirst()
                        .bandwidth())
                .isEqualTo(Bandwidth.UNLIMITED);
        pointers(resources("{id: 'nat1', kind: 'NAT', account: 'acme', vpc: 1, capBitsPerSecond: 1}"))
                .containsExactly("/resources/0/capBitsPerSecond");
    }

    @Test
    void shouldRefusePortsOfDnatEntriesThatHaveNoneAndMissOthers() {
        String nat = "{id: 'nat1', kind: 'NAT', account: 'acme', vpc: 1, dnat: [%s]}";
        pointers(resources(nat.formatted("{eip: 'e', protocol: 'ALL', port: 80, resource: 'x', resourcePort: 80}")))
                .containsExactlyInAnyOrder("/resources/0/dnat/0/port", "/resources/0/dnat/0/resourcePort");
        pointers(resources(nat.formatted("{eip: 'e', protocol: 'UDP', resource: 'x'}, {eip: 'e', protocol: 'ICMP'}")))
                .containsExactlyInAnyOrder(
                        "/resources/0/dnat/0/port",
                        "/resources/0/dnat/0/resourcePort",
                        "/resources/0/dnat/1/protocol",
                        "/resources/0/dnat/1/port",
                        "/resources/0/dnat/1/resource",
                        "/resources/0/dnat/1/resourcePort");
    }

    @Test
    void shouldRefuseAPrivateKeyInAChainBeforeAnyoneStoresIt() {
        String chain = "-----BEGIN PRIVATE KEY-----";
        Declarations.refused(
                violations(resources("{id: 'c', kind: 'CERTIFICATE', account: 'acme', chain: '" + chain + "'}")),
                "/resources/0/chain",
                "private key");
    }
}
