package io.turnpike.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands against an HTTP server with prepared answers. */
class TurnpikeCliTest {
    private static final String USAGE_PAGE = """
            {"items":[{"from":"2026-11-23T17:05:00Z","to":"2026-11-23T17:06:00Z","account":"acme","resource":"%s",\
            "bindingId":1,"path":"SLB","direction":"OUT","rule":"R1","reason":"","octets":1234567,"packets":900,\
            "chargeableOctets":1234567,"state":"open"}],"nextCursor":%s}""";

    @TempDir
    private Path directory;

    private FakeApi api = closed();

    private record Outcome(int exit, String out, String err) {}

    private static FakeApi closed() {
        try {
            var api = new FakeApi();
            api.close();
            return api;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @BeforeEach
    void start() throws Exception {
        api = new FakeApi();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private Outcome run(String... words) {
        return runBare(Stream.concat(Stream.of(words), Stream.of("--url", api.url(), "--key", FakeApi.KEY))
                .toList());
    }

    private static Outcome runBare(List<String> words) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exit = TurnpikeCli.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words.toArray(String[]::new));
        return new Outcome(exit, out.toString(), err.toString());
    }

    @Test
    void shouldShowUsageAsAnAlignedTable() {
        api.answer("/v1/usage?resource=slb-web", 200, USAGE_PAGE.formatted("slb-web", "null"));
        var outcome = run("usage", "--resource", "slb-web");
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out().lines())
                .containsExactly(
                        "MINUTE                ACCOUNT  RESOURCE  PATH  DIRECTION  RULE     OCTETS  PACKETS  CHARGEABLE  STATE",
                        "2026-11-23T17:05:00Z  acme     slb-web   SLB   OUT        R1    1,234,567      900   1,234,567  open");
    }

    @Test
    void shouldPrintAllPagesAsOneJsonAnswer() throws Exception {
        api.answer("/v1/usage", 200, USAGE_PAGE.formatted("one", "\"c/1\""));
        api.answer("/v1/usage?cursor=c%2F1", 200, USAGE_PAGE.formatted("two", "null"));
        var outcome = run("usage", "--json");
        var items = Json.MAPPER.readTree(outcome.out()).path("items");
        assertThat(items.findValuesAsText("resource")).containsExactly("one", "two");
        assertThat(items.get(0).path("octets").asLong()).isEqualTo(1_234_567);
    }

    @Test
    void shouldPassTheTimeRangeOn() {
        run("usage", "--from", "2026-11-23T17:00:00Z", "--to", "2026-11-23T18:00:00Z");
        assertThat(api.requests())
                .containsExactly("GET /v1/usage?from=2026-11-23T17%3A00%3A00Z&to=2026-11-23T18%3A00%3A00Z");
    }

    @Test
    void shouldTellAProblemInTheWordsOfTheApi() {
        api.answer("/v1/usage?resource=nix", 404, "{\"title\":\"Not Found\",\"detail\":\"no resource nix\"}");
        var outcome = run("usage", "--resource", "nix");
        assertThat(outcome).isEqualTo(new Outcome(1, "", "turnpike: no resource nix\n"));
    }

    @Test
    void shouldSayWhichKeyIsNotKnown() {
        var outcome = runBare(List.of("way", "--url", api.url(), "--key", "wrong"));
        assertThat(outcome).isEqualTo(new Outcome(1, "", "turnpike: the API does not know this key (--key)\n"));
    }

    @Test
    void shouldSayWhenTheApiIsNotThere() {
        var outcome = runBare(List.of("way", "--url", closed().url(), "--key", "any"));
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).contains("is not reachable").contains("./turnpike up");
    }

    @Test
    void shouldSayWhenNothingIsUp() {
        var outcome = runBare(List.of("way", "--data", directory.toString()));
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).contains("nothing is up on " + directory).contains("./turnpike up");
    }

    @Test
    void shouldFindTheApiByTheStateFile() throws Exception {
        var key = Files.writeString(directory.resolve("operator"), FakeApi.KEY + "\n");
        Files.writeString(
                directory.resolve("state.json"),
                "{\"links\":{\"url\":\"%s\",\"keyFile\":\"%s\"}}".formatted(api.url(), key));
        api.answer("/v1/way", 200, "{\"items\":[]}");
        var outcome = runBare(List.of("way", "--data", directory.toString()));
        assertThat(outcome).isEqualTo(new Outcome(0, "no octet has come this way yet\n", ""));
    }

    @Test
    void shouldShowABillWithItsTotals() {
        api.answer("/v1/charges?account=acme&month=2026-11", 200, """
                {"items":[{"account":"acme","resource":"slb-web","path":"SLB","direction":"OUT","rule":"R1",
                "plan":"standard","octets":2000000000,"chargeableOctets":2000000000,"unit":"GB","quantity":"2",
                "unitPrice":"0.80","amount":"1.60","currency":"CNY","residual":"0"}],
                "totals":[{"account":"acme","currency":"CNY","amount":"1.60"}]}""");
        var outcome = run("bill", "--account", "acme", "--month", "2026-11");
        assertThat(outcome.out()).contains("2,000,000,000").endsWith("total of acme: 1.60 CNY\n");
    }

    @Test
    void shouldShowAResourceThatWasAskedForAlone() {
        api.answer("/v1/resources/slb%20web", 200, """
                {"id":"slb web","kind":"SLB","account":"acme","address":"203.0.113.10",
                "listeners":[{"protocol":"TCP","port":80}]}""");
        assertThat(run("get", "resources", "slb web").out())
                .contains("203.0.113.10")
                .contains("TCP:80");
    }

    @Test
    void shouldApplyAFile() throws Exception {
        api.answer("/v1/apply", 200, """
                {"changed":[{"kind":"account","id":"acme","change":"created"}],"registryVersion":7}""");
        var file = Files.writeString(directory.resolve("a.yaml"), "accounts:\n  - {id: acme}\n");
        var outcome = run("apply", "-f", file.toString());
        assertThat(outcome.out()).isEqualTo("account acme: created\nregistry version 7\n");
        assertThat(api.requests()).containsExactly("POST /v1/apply {\"accounts\":[{\"id\":\"acme\"}]}");
    }

    @Test
    void shouldSayWhatAnApplyWouldChange() throws Exception {
        api.answer("/v1/apply?dryRun=true", 200, """
                {"changed":[{"kind":"resource","id":"eip","change":"updated"},
                {"kind":"account","id":"acme","change":"unchanged"}],"registryVersion":7,"dryRun":true,
                "warnings":[{"pointer":"/resources/0/quotaOctetsPerMonth","detail":"is used up already"}]}""");
        var file =
                Files.writeString(directory.resolve("a.yaml"), "resources:\n  - id: eip\n    quotaOctetsPerMonth: 1\n");
        assertThat(run("apply", "--dry-run", "-f", file.toString()))
                .isEqualTo(new Outcome(
                        0, """
                        resource eip: would be updated
                        account acme: unchanged
                        nothing was written: registry version is still 7
                        """, file + ":3:26: warning: is used up already (/resources/0/quotaOctetsPerMonth)\n"));
    }

    @Test
    void shouldListEveryErrorOfAFileByLine() throws Exception {
        api.answer("/v1/apply", 400, """
                {"title":"Bad Request","detail":"2 errors","errors":[
                {"pointer":"/resources/0/address","detail":"not an address"},
                {"pointer":"/resources/1/kind","detail":"missing"}]}""");
        var file = Files.writeString(
                directory.resolve("a.yaml"), "resources:\n  - id: a\n    address: 1.2.3\n  - id: b\n");
        var outcome = run("apply", "-f", file.toString());
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err().lines())
                .containsExactly(
                        file + ":3:14: not an address (/resources/0/address)",
                        file + ":4:5: missing (/resources/1/kind)",
                        "turnpike: nothing was applied: 2 errors");
    }

    @Test
    void shouldTellASyntaxErrorWithoutAskingTheApi() throws Exception {
        var file = Files.writeString(directory.resolve("a.yaml"), "resources:\n  - id: [a\n");
        var outcome = run("apply", "-f", file.toString());
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).startsWith(file + ":3:1: ");
        assertThat(api.requests()).isEmpty();
    }

    @Test
    void shouldNameAFileThatIsNotThere() {
        assertThat(run("apply", "-f", "/no/such/file").err()).contains("/no/such/file: there is no such file");
    }

    @Test
    void shouldExitWithTwoWhatItDoesNotUnderstand() {
        assertThat(run("usage", "--frm", "x").exit()).isEqualTo(2);
        assertThat(run("usage", "--from", "yesterday").exit()).isEqualTo(2);
        assertThat(run("bill", "--month", "November").exit()).isEqualTo(2);
        assertThat(run("get", "nonsense").exit()).isEqualTo(2);
        assertThat(runBare(List.of("fly")).exit()).isEqualTo(2);
    }

    @Test
    void shouldHelp() {
        assertThat(runBare(List.of("usage", "--help")).out()).contains("--resource=ID");
        assertThat(runBare(List.of("help", "apply")).out()).contains("--file=FILE");
    }
}
