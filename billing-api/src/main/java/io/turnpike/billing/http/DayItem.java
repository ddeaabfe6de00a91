package io.turnpike.billing.http;

import io.turnpike.billing.rating.ChargeLine;
import io.turnpike.billing.usage.ChargeReport.DayCharges;
import io.turnpike.flow.TrafficPath;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An account's day on one path as the API shows it.
 *
 * @param day of the account's own calendar
 * @param exactAmount not rounded: rounding is once a line of the month's bill
 */
record DayItem(
        LocalDate day,
        String account,
        TrafficPath path,
        long octets,
        long chargeableOctets,
        String exactAmount,
        String currency) {

    static Stream<DayItem> of(DayCharges day) {
        Map<TrafficPath, List<ChargeLine>> byPath = day.charges().lines().stream()
                .collect(Collectors.groupingBy(ChargeLine::path, TreeMap::new, Collectors.toList()));
        return byPath.entrySet().stream().map(entry -> of(day, entry.getKey(), entry.getValue()));
    }

    private static DayItem of(DayCharges day, TrafficPath path, List<ChargeLine> lines) {
        BigDecimal exact = lines.stream().map(ChargeLine::exactAmount).reduce(BigDecimal.ZERO, BigDecimal::add);
        return new DayItem(
                day.day(),
                day.charges().tariff().account(),
                path,
                lines.stream().mapToLong(ChargeLine::octets).sum(),
                lines.stream().mapToLong(ChargeLine::chargeableOctets).sum(),
                Decimals.shortest(exact),
                day.charges().tariff().currency().getCurrencyCode());
    }
}
