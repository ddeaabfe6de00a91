package io.turnpike.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;

class UsageKeyPropertyTest {
    @Property
    void aCursorReadsBackAsItsKey(
            @ForAll @LongRange(max = 0xffff_ffffL) long minute,
            @ForAll @LongRange(max = 0xffff_ffffL) long binding,
            @ForAll @AlphaChars @NumericChars @StringLength(max = 64) String text) {
        UsageKey key = new UsageKey(minute, text, "slb-web", binding, "SLB", "OUT", "R1", text, "ALWAYS");
        assertThat(UsageKey.ofCursor(key.toCursor())).isEqualTo(key);
    }

    @Property
    void anythingElseIsRefusedButNeverBreaks(@ForAll String text) {
        assertThatCode(() -> {
                    try {
                        UsageKey.ofCursor(text);
                    } catch (IllegalArgumentException e) {
                        assertThat(e).isNotNull();
                    }
                })
                .doesNotThrowAnyException();
    }
}
