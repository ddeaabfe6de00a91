package io.turnpike.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.billing.rating.RatedUsage;
import io.turnpike.billing.rating.Rating;
import io.turnpike.billing.tariff.Chargeability;
import io.turnpike.billing.tariff.Tariff;
import io.turnpike.billing.tariff.Tariffs;
import io.turnpike.billing.usage.ChargeReport.AccountCharges;
import io.turnpike.flow.Direction;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.flow.TrafficPath;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WayTableTest {
    private static final Instant NOW = Instant.parse("2026-11-23T17:30:00Z");
    private static final List<NodeProgress> PROGRESS =
            List.of(new NodeProgress("director1", 1, 1, NOW.minusSeconds(7), 1, NOW));

    private static Cell cell(String resource, ObservationPoint point, long octets) {
        return new Cell(resource, "director1", point, 1, octets);
    }

    private static RatedUsage usage(String resource, TrafficPath path, Direction direction, long octets) {
        return new RatedUsage(resource, path, direction, "R", Chargeability.BY_PLAN, NOW, octets);
    }

    private static List<WayItem> rows(List<Cell> cells, RatedUsage... usage) {
        Tariff tariff = Tariffs.tariff(Tariffs.slbOut("0.80"));
        return new WayTable(cells, cell -> "acme", resource -> TrafficPath.NAT, PROGRESS, NOW)
                .rows(List.of(new AccountCharges(
                        tariff, Rating.rate(tariff, Stream.of(usage).toList()))));
    }

    @Test
    void shouldPutCountAttributionAndAmountSideBySide() {
        List<WayItem> rows = rows(
                List.of(cell("slb-web", ObservationPoint.SLB_FRONT, 10_100_000)),
                usage("slb-web", TrafficPath.SLB, Direction.OUT, 10_000_000),
                usage("slb-web", TrafficPath.SLB, Direction.IN, 100_000));
        assertThat(rows)
                .containsExactly(new WayItem(
                        "acme",
                        "slb-web",
                        TrafficPath.SLB,
                        10_100_000L,
                        10_100_000,
                        10_000_000,
                        new BigDecimal("0.01"),
                        rows.getFirst().exactAmount(),
                        Tariffs.CNY,
                        7L));
        assertThat(rows.getFirst().exactAmount()).isEqualByComparingTo("0.008");
    }

    @Test
    void shouldShowWhatIsCountedButNotAttributedYet() {
        assertThat(rows(List.of(cell("slb-web", ObservationPoint.SLB_FRONT, 60))))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.path()).isEqualTo(TrafficPath.SLB);
                    assertThat(row.countedOctets()).isEqualTo(60);
                    assertThat(row.attributedOctets()).isZero();
                });
    }

    @Test
    void shouldHaveNoCountForWhatHasNoCell() {
        List<WayItem> rows = rows(
                List.of(cell("ecs6", ObservationPoint.ECS_NIC, 900)),
                usage("ecs6", TrafficPath.DENIED, Direction.OUT, 60),
                usage("ecs6", TrafficPath.INTERNAL, Direction.OUT, 900));
        assertThat(rows).extracting(WayItem::path).containsExactly(TrafficPath.INTERNAL, TrafficPath.DENIED);
        assertThat(rows).extracting(WayItem::countedOctets).containsExactly(900L, null);
    }

    @Test
    void shouldShowWhatABorderCountedUnderThePathOfTheResource() {
        assertThat(rows(List.of(cell("eip-nat", ObservationPoint.BORDER, 7))))
                .extracting(WayItem::path)
                .containsExactly(TrafficPath.NAT);
    }
}
