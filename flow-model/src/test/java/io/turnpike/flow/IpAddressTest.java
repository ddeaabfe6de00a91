package io.turnpike.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"203.0.113.10", "0.0.0.0", "255.255.255.255", "2001:db8:0:0:0:0:0:1"})
    void shouldPrintWhatItParsed(String text) {
        assertThat(IpAddress.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "1.2.3",
                "1.2.3.256",
                "1.2.3.999",
                "example.org",
                "::g",
                "1.2.3.4/24",
                "1.2.3.4%lo"
            })
    void shouldRefuseWhatIsNoLiteral(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> IpAddress.parse(text));
    }

    @Test
    void shouldKnowWhatAPrefixContains() {
        IpPrefix prefix = IpPrefix.parse("100.64.1.0/24");
        assertThat(prefix.contains(IpAddress.parse("100.64.1.255"))).isTrue();
        assertThat(prefix.contains(IpAddress.parse("100.64.2.0"))).isFalse();
        assertThat(prefix.contains(IpAddress.parse("2001:db8::1"))).isFalse();
        assertThat(IpPrefix.parse("0.0.0.0/0").contains(IpAddress.parse("8.8.8.8")))
                .isTrue();
        assertThat(IpPrefix.parse("::/0").contains(IpAddress.parse("2001:db8::1")))
                .isTrue();
    }

    @Test
    void shouldRefuseAPrefixWithHostBits() {
        assertThatIllegalArgumentException().isThrownBy(() -> IpPrefix.parse("100.64.1.1/24"));
    }
}
