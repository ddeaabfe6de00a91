package io.turnpike.node.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class AuthenticatorTest {
    private static final byte[] KEY = new byte[Authenticator.LEAST_KEY_OCTETS];

    @Test
    void shouldRefuseEveryDatagramInWhichOneBitIsTurned() {
        Authenticator authenticator = new Authenticator(KEY);
        int length = 40;
        byte[] octets = new byte[length + Authenticator.TAG_OCTETS];
        authenticator.sign(octets, length);
        assertThat(authenticator.verify(octets, octets.length)).isTrue();
        for (int bit = 0; bit < 8 * octets.length; bit++) {
            octets[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(authenticator.verify(octets, octets.length)).isFalse();
            octets[bit / 8] ^= (byte) (1 << bit % 8);
        }
        assertThat(authenticator.verify(octets, octets.length - 1)).isFalse();
        assertThat(authenticator.verify(octets, Authenticator.TAG_OCTETS - 1)).isFalse();
    }

    /** RFC 4231, test case 2, whose key is shorter than ours may be; so it is padded with zeros, which changes nothing. */
    @Test
    void shouldMakeTheTagsOfTheStandard() {
        byte[] key = new byte[Authenticator.LEAST_KEY_OCTETS];
        System.arraycopy("Jefe".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, key, 0, 4);
        byte[] text = "what do ya want for nothing?".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] octets = java.util.Arrays.copyOf(text, text.length + Authenticator.TAG_OCTETS);
        new Authenticator(key).sign(octets, text.length);
        assertThat(HexFormat.of().formatHex(octets, text.length, octets.length))
                .isEqualTo("5bdcc146bf60754e6a042426089575c7");
    }

    @Test
    void shouldRefuseAShortKey() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Authenticator(new byte[31]));
    }
}
