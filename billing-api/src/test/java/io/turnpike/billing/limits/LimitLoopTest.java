package io.turnpike.billing.limits;

import static io.turnpike.billing.limits.LimitWorld.BORDER;
import static io.turnpike.billing.limits.LimitWorld.DIRECTOR;
import static io.turnpike.billing.limits.LimitWorld.EPOCH;
import static io.turnpike.billing.limits.LimitWorld.NOW;
import static io.turnpike.billing.limits.LimitWorld.SLB_BINDING;
import static io.turnpike.billing.limits.LimitWorld.catalogue;
import static io.turnpike.billing.limits.LimitWorld.cell;
import static io.turnpike.billing.limits.LimitWorld.loop;
import static io.turnpike.billing.limits.LimitWorld.out;
import static io.turnpike.billing.limits.LimitWorld.terms;
import static io.turnpike.billing.limits.LimitWorld.usage;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.billing.event.EventType;
import io.turnpike.billing.event.NewEvent;
import io.turnpike.flow.Direction;
import io.turnpike.flow.DropReason;
import io.turnpike.flow.LimitReason;
import io.turnpike.flow.ObservationPoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LimitLoopTest {
    private static final Terms QUOTA = terms(null, 10_000L, 1_000);

    private static StandingLimit limit(LimitLoop loop) {
        return loop.limit("slb-web").orElseThrow();
    }

    private static List<String> events(LimitLoop loop) {
        return loop.changes().events().stream()
                .map(event -> event.type() + " " + event.data().getOrDefault("reason", ""))
                .map(String::strip)
                .toList();
    }

    @Test
    void shouldLimitWithTheReportThatUsesUpTheQuota() {
        LimitLoop loop = loop(QUOTA);
        loop.take(usage(NOW, 9_999), NOW);
        loop.decide(NOW);
        assertThat(loop.limit("slb-web")).isEmpty();
        loop.take(usage(NOW.plusSeconds(1), 10_400), NOW.plusSeconds(1));
        loop.decide(NOW.plusSeconds(1));
        assertThat(limit(loop).rates()).isEqualTo(new Rates(1_000, 0, LimitReason.QUOTA));
        assertThat(limit(loop).version()).isEqualTo(1);
        NewEvent event = loop.changes().events().getFirst();
        assertThat(event.type()).isEqualTo(EventType.QUOTA_EXCEEDED);
        assertThat(event.at()).isEqualTo(NOW.plusSeconds(1));
        assertThat(event.data()).containsEntry("usedOctets", 10_400L).containsEntry("month", "2026-11");
    }

    @Test
    void shouldCountForwardedOctetsOutAtTheChargedPointOfTheOwnersBindingOnly() {
        LimitLoop loop = loop(QUOTA);
        loop.take(
                usage(
                        DIRECTOR,
                        EPOCH,
                        NOW,
                        0,
                        out(10),
                        cell(ObservationPoint.SLB_BACK, SLB_BINDING, Direction.OUT, DropReason.NONE, 20_000),
                        cell(ObservationPoint.SLB_FRONT, SLB_BINDING, Direction.IN, DropReason.NONE, 20_000),
                        cell(ObservationPoint.SLB_FRONT, SLB_BINDING, Direction.OUT, DropReason.LIMIT, 20_000),
                        cell(ObservationPoint.SLB_FRONT, SLB_BINDING - 1, Direction.OUT, DropReason.NONE, 20_000),
                        cell(ObservationPoint.SLB_FRONT, 999, Direction.OUT, DropReason.NONE, 20_000)),
                NOW);
        loop.decide(NOW);
        assertThat(loop.limit("slb-web")).isEmpty();
        assertThat(loop.counter().changedSums().values()).containsExactlyInAnyOrder(10L, 20_000L);
    }

    @Test
    void shouldAddUpNodesAndTheirNewCounters() {
        LimitLoop loop = loop(QUOTA);
        loop.take(usage(DIRECTOR, EPOCH, NOW, 0, out(4_000)), NOW);
        loop.take(usage("director2", EPOCH, NOW, 0, out(4_000)), NOW);
        loop.take(usage(DIRECTOR, EPOCH + 1, NOW, 0, out(1_999)), NOW);
        loop.decide(NOW);
        assertThat(loop.limit("slb-web")).isEmpty();
        loop.take(usage(DIRECTOR, EPOCH + 1, NOW, 0, out(2_000)), NOW);
        loop.decide(NOW);
        assertThat(limit(loop).rates().reason()).isEqualTo(LimitReason.QUOTA);
    }

    @Test
    void shouldCallALimitAppliedWhenEveryLivingNodeOfTheRoleHasIt() {
        LimitLoop loop = loop(terms(5_000L, null, 1_000));
        loop.decide(NOW);
        loop.decide(NOW);
        assertThat(limit(loop).isApplied()).as("no node has reported").isFalse();
        loop.take(usage(BORDER, EPOCH, NOW, 1), NOW);
        loop.decide(NOW);
        assertThat(limit(loop).isApplied()).as("a node of another role").isFalse();
        loop.take(usage(DIRECTOR, EPOCH, NOW, 1, out(1)), NOW);
        loop.take(usage("director2", EPOCH, NOW, 0, out(1)), NOW);
        loop.decide(NOW);
        assertThat(limit(loop).isApplied()).as("director2 has not").isFalse();
        assertThat(events(loop)).isEmpty();
        Instant later = NOW.plusSeconds(11);
        loop.take(usage(DIRECTOR, EPOCH, later, 1, out(1)), later);
        loop.decide(later);
        assertThat(limit(loop).isApplied()).as("director2 is gone").isTrue();
        loop.decide(later);
        assertThat(events(loop)).containsExactly("LIMIT_APPLIED CAP");
        assertThat(loop.changes().events().getFirst().at()).isEqualTo(later);
    }

    private static void applied(LimitLoop loop, Instant at) {
        loop.decide(at);
        loop.take(usage(DIRECTOR, EPOCH, at, loop.version(), out(20_000)), at);
        loop.decide(at);
    }

    @Test
    void shouldLiftTheQuotasLimitWhenTheMonthOfTheAccountEnds() {
        LimitLoop loop = loop(terms(50_000L, 10_000L, 1_000));
        loop.take(usage(NOW, 20_000), NOW);
        applied(loop, NOW);
        Instant december = Instant.parse("2026-11-30T16:00:00Z");
        applied(loop, december.minusMillis(1));
        assertThat(limit(loop).rates().reason()).isEqualTo(LimitReason.QUOTA);
        applied(loop, december);
        assertThat(limit(loop).rates()).isEqualTo(new Rates(50_000, 0, LimitReason.CAP));
        assertThat(events(loop))
                .containsExactly("QUOTA_EXCEEDED", "LIMIT_APPLIED QUOTA", "LIMIT_LIFTED QUOTA", "LIMIT_APPLIED CAP");
    }

    @Test
    void shouldFollowTheQuotaUpAndDown() {
        LimitLoop loop = loop(QUOTA);
        loop.take(usage(NOW, 20_000), NOW);
        applied(loop, NOW);
        loop.know(catalogue(terms(null, 30_000L, 1_000)));
        applied(loop, NOW);
        assertThat(limit(loop).rates()).isEqualTo(Rates.UNLIMITED);
        loop.know(catalogue(terms(null, 15_000L, 2_000)));
        applied(loop, NOW);
        assertThat(limit(loop).rates()).isEqualTo(new Rates(2_000, 0, LimitReason.QUOTA));
        assertThat(limit(loop).version()).isEqualTo(3);
        assertThat(events(loop))
                .containsExactly(
                        "QUOTA_EXCEEDED",
                        "LIMIT_APPLIED QUOTA",
                        "LIMIT_LIFTED QUOTA",
                        "QUOTA_EXCEEDED",
                        "LIMIT_APPLIED QUOTA");
    }

    @Test
    void shouldPutAManualLimitOverAllAndGoBack() {
        Rates manual = new Rates(9_000, 8_000, LimitReason.MANUAL);
        LimitLoop loop = loop(QUOTA);
        loop.take(usage(NOW, 20_000), NOW);
        applied(loop, NOW);
        loop.know(catalogue(new Terms(QUOTA.bandwidth(), Optional.of(manual), Optional.empty())));
        applied(loop, NOW);
        assertThat(limit(loop).rates()).isEqualTo(manual);
        loop.know(catalogue(QUOTA));
        applied(loop, NOW);
        assertThat(limit(loop).rates().reason()).isEqualTo(LimitReason.QUOTA);
        assertThat(events(loop))
                .containsExactly(
                        "QUOTA_EXCEEDED",
                        "LIMIT_APPLIED QUOTA",
                        "LIMIT_APPLIED MANUAL",
                        "LIMIT_LIFTED MANUAL",
                        "LIMIT_APPLIED QUOTA");
    }

    @Test
    void shouldNotTellOfALimitThatNoNodeEverHad() {
        LimitLoop loop = loop(terms(5_000L, null, 1_000));
        loop.decide(NOW);
        loop.know(catalogue(Terms.NONE));
        applied(loop, NOW);
        assertThat(limit(loop).rates()).isEqualTo(Rates.UNLIMITED);
        assertThat(limit(loop).isApplied()).isTrue();
        assertThat(events(loop)).isEmpty();
    }

    @Test
    void shouldTakeAReportFromTheFutureForOneOfNow() {
        LimitLoop loop = loop(QUOTA);
        loop.take(usage(NOW.plusSeconds(40L * 86_400), 20_000), NOW);
        loop.decide(NOW);
        assertThat(limit(loop).rates().reason()).isEqualTo(LimitReason.QUOTA);
    }
}
