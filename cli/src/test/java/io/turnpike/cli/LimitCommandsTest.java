package io.turnpike.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands limits, webhooks and events against an HTTP server with prepared answers. */
class LimitCommandsTest {
    private static final String LIMIT = """
            {"resource":"eip-a","kind":"EIP","account":"acme","outBitsPerSecond":1000000,"inBitsPerSecond":null,
            "reason":"QUOTA","quotaOctetsPerMonth":10000000,"month":"2026-11","usedOctets":10000005,"percent":100.0,
            "quotaWaived":false,"version":7,"state":"pending","since":"2026-11-24T08:00:00Z"}""";

    private final FakeApi api = start();

    private record Outcome(int exit, String out, String err) {}

    private static FakeApi start() {
        try {
            return new FakeApi();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private Outcome run(String words) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exit = TurnpikeCli.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(Stream.concat(
                                Stream.of(words.split(" ", -1)), Stream.of("--url", api.url(), "--key", FakeApi.KEY))
                        .toArray(String[]::new));
        return new Outcome(exit, out.toString(), err.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limits --resorce eip-a",
                "limits set",
                "limits set eip-a --out fast",
                "limits set eip-a --out",
                "limits lift",
                "limits drop eip-a",
                "webhooks",
                "webhooks add",
                "webhooks add http://example.test/ --events ALL",
                "webhooks remove",
                "webhooks list one",
                "events --last many",
                "events eip-a"
            })
    void shouldExitWithTwoWhatItDoesNotUnderstand(String words) {
        var outcome = run(words);
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).containsAnyOf("Usage: turnpike", "Possible solutions: --");
        assertThat(api.requests()).isEmpty();
    }

    @Test
    void shouldShowLimitsAsATable() {
        api.answer("/v1/limits?resource=eip-a", 200, "{\"items\":[" + LIMIT + "]}");
        assertThat(run("limits --resource eip-a").out())
                .containsPattern("RESOURCE +ACCOUNT +REASON +OUT BIT/S +IN BIT/S +USED +QUOTA +PERCENT")
                .containsPattern("eip-a +acme +QUOTA +1,000,000 +- +10,000,005 +10,000,000 +100.0 +7 +pending");
        api.answer("/v1/limits", 200, "{\"items\":[]}");
        assertThat(run("limits").out()).isEqualTo("no resource that can be limited\n");
    }

    @Test
    void shouldSendWhatIsToBeSetAndOnlyThat() {
        api.answer("/v1/resources/eip-a/limit", 200, LIMIT);
        assertThat(run("limits set eip-a --out 1000000").out()).contains("QUOTA");
        run("limits set eip-a --in 2000 --out 3000");
        run("limits lift eip-a");
        assertThat(api.requests())
                .containsExactly(
                        "PUT /v1/resources/eip-a/limit {\"outBitsPerSecond\":1000000}",
                        "PUT /v1/resources/eip-a/limit {\"outBitsPerSecond\":3000,\"inBitsPerSecond\":2000}",
                        "DELETE /v1/resources/eip-a/limit");
    }

    @Test
    void shouldTellWhyALimitIsRefused() {
        api.answer("/v1/resources/eip-a/limit", 422, """
                {"title":"Unprocessable Content","detail":"nothing was changed: outBitsPerSecond must be an integer"}""");
        assertThat(run("limits set eip-a --out 1"))
                .isEqualTo(new Outcome(1, "", "turnpike: nothing was changed: outBitsPerSecond must be an integer\n"));
        api.answer("/v1/resources/eip-b/limit", 409, "{\"detail\":\"'eip-b' has no limit\"}");
        assertThat(run("limits lift eip-b")).isEqualTo(new Outcome(1, "", "turnpike: 'eip-b' has no limit\n"));
        api.answer("/v1/resources/eip-c/limit", 403, "{\"detail\":\"this needs an operator's key\"}");
        assertThat(run("limits lift eip-c")).isEqualTo(new Outcome(1, "", "turnpike: this needs an operator's key\n"));
    }

    @Test
    void shouldShowTheSecretOfAWebhookOnce() {
        api.answer("/v1/webhooks", 201, "{\"id\":\"wh-1\",\"url\":\"http://x.test/\",\"secret\":\"whsec_abc\"}");
        assertThat(run("webhooks add http://x.test/ --event QUOTA_EXCEEDED --event LIMIT_LIFTED")
                        .out())
                .isEqualTo("webhook wh-1\nsecret whsec_abc (keep it; it is not shown again)\n");
        assertThat(api.requests())
                .containsExactly("POST /v1/webhooks"
                        + " {\"url\":\"http://x.test/\",\"events\":[\"QUOTA_EXCEEDED\",\"LIMIT_LIFTED\"]}");
    }

    @Test
    void shouldListAndRemoveWebhooks() {
        api.answer("/v1/webhooks", 200, """
                {"items":[{"id":"wh-1","account":null,"url":"http://x.test/","events":[],"pending":2,
                "lastOutcome":"HTTP 500","disabledReason":null}]}""");
        assertThat(run("webhooks list").out()).containsPattern("wh-1 +- +http://x.test/ +all +2 +HTTP 500 +-");
        api.answer("/v1/webhooks/wh-1", 204, "");
        assertThat(run("webhooks remove wh-1")).isEqualTo(new Outcome(0, "webhook wh-1 removed\n", ""));
        api.answer("/v1/webhooks/wh-2", 404, "{\"detail\":\"there is no webhook 'wh-2'\"}");
        assertThat(run("webhooks remove wh-2").err()).isEqualTo("turnpike: there is no webhook 'wh-2'\n");
    }

    @Test
    void shouldShowEventsWithTheirData() {
        api.answer("/v1/events?resource=eip-a&limit=5", 200, """
                {"items":[{"id":1,"at":"2026-11-24T08:00:00Z","type":"LIMIT_APPLIED","account":"acme","resource":"eip-a",
                "data":{"reason":"QUOTA","outBitsPerSecond":1000000,"inBitsPerSecond":null}}],"nextCursor":null}""");
        assertThat(run("events --resource eip-a --last 5").out())
                .containsPattern("LIMIT_APPLIED +acme +eip-a +reason=QUOTA outBitsPerSecond=1000000\n");
        api.answer("/v1/events", 200, "{\"items\":[],\"nextCursor\":null}");
        assertThat(run("events").out()).isEqualTo("nothing has happened yet\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"limits", "webhooks list", "events"})
    void shouldPassTheJsonOfTheApiThrough(String words) throws Exception {
        var answer = "{\"items\":[" + LIMIT + "]}";
        api.answer("/v1/limits", 200, answer);
        api.answer("/v1/webhooks", 200, answer);
        api.answer("/v1/events", 200, answer);
        var outcome = run(words + " --json");
        assertThat(outcome.exit()).isZero();
        assertThat(Json.MAPPER.readTree(outcome.out())).isEqualTo(Json.MAPPER.readTree(answer));
    }
}
