package io.turnpike.billing.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetRulesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.11", "172.31.255.255", "192.168.1.1", "169.254.169.254",
                "100.64.0.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "::127.0.0.1",
                "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "2001:0:1::1", "fd00::1", "fe80::1", "fec0::1",
                "ff02::1", "203.0.113.10"
            })
    void shouldRefuseWhatIsNotOfThePublicInternet(String address) throws Exception {
        assertThat(TargetRules.isRefused(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "9.255.255.255", "172.32.0.1", "223.5.5.5", "2400:3200::1", "2606:4700::1111"})
    void shouldLetPublicAddressesPass(String address) throws Exception {
        assertThat(TargetRules.isRefused(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com",
                "ftp://example.com/",
                "file:///etc/passwd",
                "https:///path",
                "https://user:password@example.com/",
                "https://example.com/#fragment",
                "https://exa mple.com/",
                "https://example.com/中"
            })
    void shouldRefuseWhatIsNoPlainWebAddress(String text) {
        assertThatThrownBy(() -> TargetRules.parse(text))
                .isInstanceOf(RefusedTargetException.class)
                .hasMessageContaining("https://");
    }

    @Test
    void shouldLookAtWhatANameResolvesTo() throws Exception {
        var url = TargetRules.parse("http://localhost:8080/hook?x=1");
        assertThatThrownBy(() -> new TargetRules(false).resolve(url))
                .isInstanceOf(RefusedTargetException.class)
                .hasMessageContaining("localhost is ");
        assertThat(new TargetRules(true).resolve(url).isLoopbackAddress()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://2130706433/", "http://0x7f000001/", "http://127.1/", "http://[::ffff:127.0.0.1]/"})
    void shouldNotBeFooledByOtherWaysToWriteAnAddress(String text) {
        assertThatThrownBy(() -> new TargetRules(false).resolve(TargetRules.parse(text)))
                .isInstanceOf(RefusedTargetException.class);
    }
}
