package io.turnpike.billing.limits;

import static io.turnpike.billing.limits.LimitWorld.terms;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.LimitReason;
import java.time.YearMonth;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TermsTest {
    private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);

    private static MonthUse used(long octets) {
        return new MonthUse(NOVEMBER, octets);
    }

    private static Rates out(long bitsPerSecond, LimitReason reason) {
        return new Rates(bitsPerSecond, 0, reason);
    }

    @Test
    void shouldLimitNothingThatIsNotDeclared() {
        assertThat(Terms.NONE.decide(used(Long.MAX_VALUE))).isEqualTo(Rates.UNLIMITED);
    }

    @Test
    void shouldCap() {
        assertThat(terms(5_000L, null, 1_000).decide(used(1L << 50))).isEqualTo(out(5_000, LimitReason.CAP));
    }

    @Test
    void shouldLimitOnceNothingOfTheQuotaIsLeft() {
        Terms terms = terms(null, 10_000L, 1_000);
        assertThat(terms.decide(used(9_999))).isEqualTo(Rates.UNLIMITED);
        assertThat(terms.decide(used(10_000))).isEqualTo(out(1_000, LimitReason.QUOTA));
        assertThat(terms.decide(used(10_001))).isEqualTo(out(1_000, LimitReason.QUOTA));
    }

    @Test
    void shouldNeverBeFasterThanTheCapForUsingUpTheQuota() {
        assertThat(terms(500L, 10L, 1_000).decide(used(10))).isEqualTo(out(500, LimitReason.QUOTA));
        assertThat(terms(5_000L, 10L, 1_000).decide(used(10))).isEqualTo(out(1_000, LimitReason.QUOTA));
    }

    @Test
    void shouldPreferWhatAPersonSet() {
        Rates manual = new Rates(0, 64_000, LimitReason.MANUAL);
        Terms terms = new Terms(terms(500L, 10L, 1_000).bandwidth(), Optional.of(manual), Optional.empty());
        assertThat(terms.decide(used(0))).isEqualTo(manual);
        assertThat(terms.decide(used(10))).isEqualTo(manual);
    }

    @Test
    void shouldWaiveThisQuotaInThisMonthOnly() {
        Terms waived = new Terms(
                terms(500L, 10L, 1_000).bandwidth(), Optional.empty(), Optional.of(new QuotaWaiver(NOVEMBER, 10)));
        assertThat(waived.decide(used(11)).reason()).isEqualTo(LimitReason.CAP);
        assertThat(waived.decide(new MonthUse(NOVEMBER.plusMonths(1), 11)).reason())
                .isEqualTo(LimitReason.QUOTA);
        Terms other = new Terms(terms(500L, 9L, 1_000).bandwidth(), Optional.empty(), waived.waiver());
        assertThat(other.decide(used(11)).reason()).isEqualTo(LimitReason.QUOTA);
    }
}
