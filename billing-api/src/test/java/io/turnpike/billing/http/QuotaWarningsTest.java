package io.turnpike.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.billing.limitloop.LimitView;
import io.turnpike.billing.limits.LimitedResource;
import io.turnpike.billing.limits.MonthUse;
import io.turnpike.billing.limits.QuotaWaiver;
import io.turnpike.billing.limits.Rates;
import io.turnpike.billing.limits.Terms;
import io.turnpike.billing.registry.Bandwidth;
import io.turnpike.billing.registry.Details;
import io.turnpike.billing.registry.ResourceSpec;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.LimitReason;
import io.turnpike.flow.ResourceKind;
import java.time.YearMonth;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QuotaWarningsTest {
    private static final YearMonth MONTH = YearMonth.of(2026, 11);

    private static ResourceSpec eip(String account, @Nullable Long cap, long quota) {
        return new ResourceSpec(
                "eip",
                account,
                1,
                new Bandwidth(cap, quota, 64_000),
                new Details.Eip(IpAddress.parse("203.0.113.1"), null));
    }

    /** 500 octets were used, while there was no quota. */
    private static LimitView used(Optional<Rates> manual, Optional<QuotaWaiver> waiver) {
        Terms terms = new Terms(Bandwidth.UNLIMITED, manual, waiver);
        LimitedResource resource = new LimitedResource("eip", 1, ResourceKind.EIP, "acme", Map.of(), true, terms);
        MonthUse use = new MonthUse(MONTH, 500);
        return new LimitView(resource, use, terms.decide(use), Optional.empty());
    }

    private static LimitView used() {
        return used(Optional.empty(), Optional.empty());
    }

    @Test
    void shouldBeQuietAsLongAsSomethingIsLeft() {
        assertThat(QuotaWarnings.warning(eip("acme", null, 501), used())).isEmpty();
        assertThat(QuotaWarnings.warning(eip("acme", null, 1), null)).isEmpty();
    }

    @Test
    void shouldSayHowSlowTheResourceGets() {
        assertThat(QuotaWarnings.warning(eip("acme", null, 500), used()))
                .hasValue("is used up already: 500 octets went out in 2026-11; the resource is slowed to 64000 bit/s at"
                        + " once, until the month ends or the quota is raised above that");
        assertThat(QuotaWarnings.warning(eip("acme", 1_000L, 500), used()).orElseThrow())
                .contains("slowed to 1000 bit/s");
    }

    @Test
    void shouldSayThatALimitByHandComesFirst() {
        Rates rates = new Rates(2_000, 2_000, LimitReason.MANUAL);
        assertThat(QuotaWarnings.warning(eip("acme", null, 1), used(Optional.of(rates), Optional.empty()))
                        .orElseThrow())
                .contains("set by hand stays in force");
    }

    @Test
    void shouldBeQuietAboutAQuotaThatWasLifted() {
        QuotaWaiver waiver = new QuotaWaiver(MONTH, 400);
        assertThat(QuotaWarnings.warning(eip("acme", null, 400), used(Optional.empty(), Optional.of(waiver))))
                .isEmpty();
        assertThat(QuotaWarnings.warning(eip("acme", null, 300), used(Optional.empty(), Optional.of(waiver))))
                .isPresent();
    }

    @Test
    void shouldNotBlameAnAccountForWhatAnotherUsed() {
        assertThat(QuotaWarnings.warning(eip("globex", null, 1), used())).isEmpty();
    }
}
