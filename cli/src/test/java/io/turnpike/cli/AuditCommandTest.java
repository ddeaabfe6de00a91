package io.turnpike.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The command audit against an HTTP server with prepared answers. */
class AuditCommandTest {
    private static final String HOLE = """
            {"id":"hole-border1-7-3","kind":"HOLE","status":"%s","node":"border1","bootEpoch":7,"firstSequence":3,
            "lastSequence":5,"interfaceName":null,"direction":null,"from":"2026-11-24T08:00:00Z",
            "until":"2026-11-24T08:00:30Z","octets":1500000,"packets":1000,"foundAt":"2026-11-24T08:01:00Z"}""";
    private static final String TOTALS = """
            {"items":[{"node":"border1","interfaceName":"eth0","direction":"IN","countedOctets":1000,"accountedOctets":1000,
            "differenceOctets":0,"sessionOctets":900,"droppedOctets":100,"nodeOctets":0}]}""";

    private FakeApi api;

    @BeforeEach
    void start() throws IOException {
        api = new FakeApi();
        api.answer("/v1/audit/totals", 200, TOTALS);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private record Outcome(int exit, String out, String err) {}

    private Outcome run(String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--url", api.url(), "--key", FakeApi.KEY));
        int exit = TurnpikeCli.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
        return new Outcome(exit, out.toString(), err.toString());
    }

    private static String items(String... items) {
        return "{\"items\":[" + String.join(",", items) + "],\"nextCursor\":null}";
    }

    @Test
    void shouldExitWithOneWhileAFindingIsOpen() {
        api.answer("/v1/audit", 200, items(HOLE.formatted("OPEN")));
        api.answer("/v1/audit?status=OPEN", 200, items(HOLE.formatted("OPEN")));
        Outcome outcome = run("audit");
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.out())
                .containsPattern("OPEN +HOLE +border1 +3\\.\\.5 +2026-11-24T08:00:00Z")
                .containsPattern("1,500,000 +1,000 +- +hole-border1-7-3")
                .containsPattern("border1 +eth0 +IN +1,000 +1,000 +0 +session 900, dropped 100");
    }

    @Test
    void shouldExitWithZeroWhenNothingIsOpen() {
        api.answer("/v1/audit", 200, items(HOLE.formatted("CLOSED_BY_EVIDENCE")));
        api.answer("/v1/audit?status=OPEN", 200, items());
        assertThat(run("audit").exit()).isZero();
        Outcome json = run("audit", "--json");
        assertThat(json.exit()).isZero();
        assertThat(json.out()).contains("\"totals\"", "\"open\"");
        api.answer("/v1/audit", 200, items());
        assertThat(run("audit").out()).contains("no holes, no differences");
    }

    @Test
    void shouldWriteOffWithAReason() {
        api.answer("/v1/audit/hole-border1-7-3/write-off", 200, HOLE.formatted("WRITTEN_OFF"));
        Outcome outcome = run("audit", "write-off", "hole-border1-7-3", "--reason", "the disk is gone");
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out()).contains("WRITTEN_OFF");
        assertThat(api.requests())
                .containsExactly("POST /v1/audit/hole-border1-7-3/write-off {\"reason\":\"the disk is gone\"}");
        assertThat(run("audit", "write-off", "hole-border1-7-3").exit()).isEqualTo(2);
    }
}
