package io.turnpike.billing.http;

import static io.turnpike.billing.http.UsageFeed.EPOCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.turnpike.billing.http.Api.Answer;
import io.turnpike.flow.Limit;
import io.turnpike.flow.LimitReason;
import io.turnpike.flow.LiveCell;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.awaitility.core.ThrowingRunnable;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a node's report to the limit, its acknowledgement and the webhook, on a real Kafka and PostgreSQL. */
@QuarkusTest
@QuarkusTestResource(Stores.class)
@TestProfile(LocalWebhooks.class)
class LimitLoopIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final long QUOTA = 10_000_000;
    private static final long LEFT = 1_000_000;

    @TestHTTPResource("/")
    URI root = URI.create("");

    @ConfigProperty(name = "turnpike.kafka.bootstrap")
    String bootstrap = "";

    @Inject
    @Nullable
    DataSource dataSource;

    private Api api = new Api(root, "");

    @BeforeEach
    void operator() {
        api = new Api(root, Stores.OPERATOR_KEY);
    }

    @AfterEach
    void now() {
        ShiftedClock.reset();
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .untilAsserted(assertion);
    }

    private LimitedEip eip(String id, int address, String bandwidth) {
        return LimitedEip.declare(api, Objects.requireNonNull(dataSource), id, address, bandwidth);
    }

    private JsonNode limitOf(String resource) {
        return api.get("/v1/limits?resource=" + resource).json().at("/items/0");
    }

    /** Oldest first. */
    private List<String> events(String resource) {
        return api.get("/v1/events?resource=" + resource)
                .json()
                .get("items")
                .valueStream()
                .map(event -> (event.get("type").asText() + " "
                                + event.at("/data/reason").asText())
                        .strip())
                .toList()
                .reversed();
    }

    private void awaitLimit(UsageFeed feed, String resource, LimitReason reason, long outBitsPerSecond) {
        eventually(() -> {
            List<Limit> limits = feed.limits(resource);
            assertThat(limits).isNotEmpty();
            assertThat(limits.getLast().reason()).isEqualTo(reason);
            assertThat(limits.getLast().outBitsPerSecond()).isEqualTo(outBitsPerSecond);
        });
    }

    /** Says what a node says that has every limit. */
    private void acknowledge(UsageFeed feed, String resource, LiveCell... cells) throws Exception {
        feed.report(EPOCH, feed.limits(resource).getLast().version(), cells);
        eventually(() -> assertThat(limitOf(resource).get("state").asText()).isEqualTo("applied"));
    }

    private Answer send(String method, String path, String body) {
        return api.send(api.request(path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body.replace('\'', '"'))));
    }

    @Test
    void shouldLimitWhenTheQuotaIsUsedUpAndLiftWhenTheMonthEnds(@TempDir Path directory) throws Exception {
        LimitedEip eip = eip("eip-month", 1, "'quotaOctetsPerMonth': %d".formatted(QUOTA));
        try (KafkaBroker _ = KafkaBroker.start(directory, bootstrap);
                UsageFeed feed = new UsageFeed(bootstrap);
                Receiver receiver = new Receiver()) {
            String secret = api.post("/v1/webhooks", "{'url': '%s'}".formatted(receiver.url("/month")))
                    .json()
                    .get("secret")
                    .asText();
            feed.report(EPOCH, 0, eip.out(QUOTA - 1));
            feed.garbage();
            eventually(() ->
                    assertThat(limitOf(eip.id()).get("usedOctets").asLong()).isEqualTo(QUOTA - 1));
            assertThat(limitOf(eip.id()).get("percent").asText()).isEqualTo("99.9");
            feed.report(EPOCH, 0, eip.out(QUOTA + 5));
            awaitLimit(feed, eip.id(), LimitReason.QUOTA, LEFT);
            assertThat(limitOf(eip.id()).get("state").asText()).isEqualTo("pending");
            acknowledge(feed, eip.id(), eip.out(QUOTA + 5));
            eventually(() -> assertThat(receiver.requests("/month")).hasSize(2));
            for (Receiver.Request request : receiver.requests("/month")) {
                request.verify(secret);
                assertThat(request.json().at("/data/resource").asText()).isEqualTo(eip.id());
            }
            JsonNode exceeded = receiver.requests("/month").stream()
                    .filter(request -> request.type().equals("QUOTA_EXCEEDED"))
                    .findFirst()
                    .orElseThrow()
                    .json();
            assertThat(exceeded.at("/data/usedOctets").asLong()).isEqualTo(QUOTA + 5);
            ShiftedClock.moveTo(YearMonth.now(ZONE)
                    .plusMonths(1)
                    .atDay(1)
                    .atStartOfDay(ZONE)
                    .toInstant());
            awaitLimit(feed, eip.id(), LimitReason.NONE, Limit.NONE);
            acknowledge(feed, eip.id(), eip.out(QUOTA + 5));
            assertThat(limitOf(eip.id()).get("usedOctets").asLong()).isZero();
            assertThat(events(eip.id())).containsExactly("QUOTA_EXCEEDED", "LIMIT_APPLIED QUOTA", "LIMIT_LIFTED QUOTA");
            // The month ends for every resource; what others have to say is theirs.
            eventually(() -> assertThat(receiver.requests("/month"))
                    .filteredOn(request ->
                            request.json().at("/data/resource").asText().equals(eip.id()))
                    .hasSize(3));
        }
    }

    @Test
    void shouldCountNothingTwiceHoweverOftenItStartsOver(@TempDir Path directory) throws Exception {
        LimitedEip eip = eip("eip-restart", 2, "'quotaOctetsPerMonth': %d".formatted(QUOTA));
        try (KafkaBroker _ = KafkaBroker.start(directory, bootstrap);
                UsageFeed feed = new UsageFeed(bootstrap)) {
            for (int i = 1; i <= 50; i++) {
                feed.report(EPOCH + 1, 0, eip.out(i * 1000L));
                feed.report(EPOCH + 1, 0, eip.out(i * 1000L));
                if (i % 10 == 0) {
                    long expected = i * 1000L;
                    eventually(
                            () -> assertThat(limitOf(eip.id()).get("usedOctets").asLong())
                                    .isEqualTo(expected));
                    restart(i % 20 == 0);
                }
            }
            feed.report(EPOCH + 2, 0, eip.out(7));
            eventually(() ->
                    assertThat(limitOf(eip.id()).get("usedOctets").asLong()).isEqualTo(50_007));
            feed.report(EPOCH + 2, 0, eip.out(QUOTA));
            awaitLimit(feed, eip.id(), LimitReason.QUOTA, LEFT);
            restart(true);
            feed.report(EPOCH + 2, 0, eip.out(QUOTA + 1));
            eventually(() ->
                    assertThat(limitOf(eip.id()).get("usedOctets").asLong()).isEqualTo(50_000 + QUOTA + 1));
            assertThat(events(eip.id())).containsExactly("QUOTA_EXCEEDED");
            assertThat(feed.limits(eip.id())).hasSize(1);
        }
    }

    /** Makes the loop start over, by writing as another process that runs it would. */
    private void restart(boolean replay) {
        LimitedEip.execute(Objects.requireNonNull(dataSource), """
                WITH overtaken AS (UPDATE limit_loop SET generation = generation + 1 RETURNING generation)
                DELETE FROM usage_offsets WHERE ?
                """, replay);
    }

    @Test
    void shouldFollowTheQuotaAndWhoLiftsIt(@TempDir Path directory) throws Exception {
        LimitedEip eip = eip("eip-quota", 3, "'quotaOctetsPerMonth': %d".formatted(QUOTA));
        try (KafkaBroker _ = KafkaBroker.start(directory, bootstrap);
                UsageFeed feed = new UsageFeed(bootstrap)) {
            LiveCell used = eip.out(5_000_000);
            feed.report(EPOCH, 0, used);
            eventually(() ->
                    assertThat(limitOf(eip.id()).get("usedOctets").asLong()).isEqualTo(5_000_000));
            eip("eip-quota", 3, "'quotaOctetsPerMonth': 4000000, 'overQuotaBitsPerSecond': 64000");
            awaitLimit(feed, eip.id(), LimitReason.QUOTA, 64_000);
            acknowledge(feed, eip.id(), used);
            Answer lifted = send("DELETE", "/v1/resources/eip-quota/limit", "");
            assertThat(lifted.json().get("reason").asText()).isEqualTo("NONE");
            assertThat(lifted.json().get("quotaWaived").asBoolean()).isTrue();
            awaitLimit(feed, eip.id(), LimitReason.NONE, Limit.NONE);
            acknowledge(feed, eip.id(), used);
            eip("eip-quota", 3, "'quotaOctetsPerMonth': 3000000, 'capBitsPerSecond': 80000000");
            awaitLimit(feed, eip.id(), LimitReason.QUOTA, LEFT);
            acknowledge(feed, eip.id(), used);
            eip("eip-quota", 3, "'quotaOctetsPerMonth': 6000000, 'capBitsPerSecond': 80000000");
            awaitLimit(feed, eip.id(), LimitReason.CAP, 80_000_000);
            acknowledge(feed, eip.id(), used);
            assertThat(events(eip.id()))
                    .containsExactly(
                            "QUOTA_EXCEEDED",
                            "LIMIT_APPLIED QUOTA",
                            "LIMIT_LIFTED QUOTA",
                            "QUOTA_EXCEEDED",
                            "LIMIT_APPLIED QUOTA",
                            "LIMIT_LIFTED QUOTA",
                            "LIMIT_APPLIED CAP");
            assertThat(send("DELETE", "/v1/resources/eip-quota/limit", "").status())
                    .isEqualTo(409);
        }
    }

    @Test
    void shouldSetAndLiftALimitByHandAlsoWhileKafkaIsAway(@TempDir Path directory) throws Exception {
        LimitedEip eip = eip("eip-manual", 4, "'capBitsPerSecond': 5000000");
        Answer set =
                send("PUT", "/v1/resources/eip-manual/limit", "{'outBitsPerSecond': 2000, 'inBitsPerSecond': 3000}");
        assertThat(set.status()).isEqualTo(200);
        assertThat(set.json().get("state").asText()).isEqualTo("pending");
        try (KafkaBroker _ = KafkaBroker.start(directory, bootstrap);
                UsageFeed feed = new UsageFeed(bootstrap)) {
            awaitLimit(feed, eip.id(), LimitReason.MANUAL, 2_000);
            assertThat(feed.limits(eip.id()).getLast().inBitsPerSecond()).isEqualTo(3_000);
            acknowledge(feed, eip.id());
            assertThat(send("DELETE", "/v1/resources/eip-manual/limit", "").status())
                    .isEqualTo(200);
            awaitLimit(feed, eip.id(), LimitReason.CAP, 5_000_000);
            acknowledge(feed, eip.id());
            assertThat(events(eip.id())).endsWith("LIMIT_APPLIED MANUAL", "LIMIT_LIFTED MANUAL", "LIMIT_APPLIED CAP");
            assertThat(feed.limits()).extracting(Limit::version).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldPublishAgainWhatANewTopicLacks(@TempDir Path one, @TempDir Path other) throws Exception {
        LimitedEip eip = eip("eip-again", 5, "'capBitsPerSecond': 7000000");
        try (KafkaBroker _ = KafkaBroker.start(one, bootstrap);
                UsageFeed feed = new UsageFeed(bootstrap)) {
            awaitLimit(feed, eip.id(), LimitReason.CAP, 7_000_000);
        }
        try (KafkaBroker _ = KafkaBroker.start(other, bootstrap);
                UsageFeed feed = new UsageFeed(bootstrap)) {
            awaitLimit(feed, eip.id(), LimitReason.CAP, 7_000_000);
        }
    }

    @Test
    void shouldDeliverUntilItIsTakenAndStopWhereItIsGone(@TempDir Path directory) throws Exception {
        try (KafkaBroker _ = KafkaBroker.start(directory, bootstrap);
                UsageFeed feed = new UsageFeed(bootstrap);
                Receiver receiver = new Receiver()) {
            String url = receiver.url("/failing");
            String secret = api.post("/v1/webhooks", "{'url': '%s', 'events': ['QUOTA_EXCEEDED']}".formatted(url))
                    .json()
                    .get("secret")
                    .asText();
            receiver.answer(500, 302);
            LimitedEip eip = eip("eip-retry", 6, "'quotaOctetsPerMonth': 1");
            feed.report(EPOCH, 0, eip.out(10));
            eventually(() -> assertThat(receiver.requests("/failing")).hasSize(2));
            ShiftedClock.moveTo(Instant.now().plus(Duration.ofMinutes(6)));
            eventually(() -> assertThat(receiver.requests("/failing")).hasSize(3));
            assertThat(receiver.requests("/failing"))
                    .extracting(Receiver.Request::id)
                    .containsOnly(receiver.requests("/failing").getFirst().id());
            receiver.requests("/failing").getFirst().verify(secret);
            assertThat(receiver.requests("/redirected")).isEmpty();
            eventually(() -> assertThat(hook(url).get("lastOutcome").asText()).isEqualTo("HTTP 204"));
            receiver.answer(410);
            eip("eip-retry", 6, "'quotaOctetsPerMonth': 2");
            eventually(
                    () -> assertThat(hook(url).get("disabledReason").asText()).isEqualTo("HTTP 410"));
            assertThat(receiver.requests("/failing")).hasSize(4);
            assertThat(send("DELETE", "/v1/webhooks/" + hook(url).get("id").asText(), "")
                            .status())
                    .isEqualTo(204);
        }
    }

    private JsonNode hook(String url) {
        return api.get("/v1/webhooks")
                .json()
                .get("items")
                .valueStream()
                .filter(item -> item.get("url").asText().equals(url))
                .findFirst()
                .orElseThrow();
    }
}
