package io.turnpike.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class ClientHelloTest {
    private static final int RECORD_AND_HANDSHAKE_HEADER_OCTETS = 5 + 4;

    @Test
    void shouldReadWhatTheJdkSends() throws Exception {
        ClientHello hello = ClientHello.read(jdkHello("www.Example.com", "TLSv1.3", "TLSv1.2"));

        assertThat(hello.serverName()).isEqualTo("www.example.com");
        assertThat(hello.speaksTls13()).isTrue();
        assertThat(hello.takes(KeyKind.ECDSA_P256)).isTrue();
        assertThat(hello.takes(KeyKind.RSA)).isTrue();
    }

    @Test
    void shouldKnowAClientWithoutTls13() throws Exception {
        assertThat(ClientHello.read(jdkHello("a.example.com", "TLSv1.2")).speaksTls13())
                .isFalse();
    }

    @Test
    void shouldNotConsumeTheMessage() throws Exception {
        ByteBuf body = jdkHello("a.example.com", "TLSv1.3");
        int octets = body.readableBytes();

        ClientHello.read(body);

        assertThat(body.readableBytes()).isEqualTo(octets);
    }

    @Test
    void shouldTakeAMessageCutAnywhereForUnreadableOrShort() throws Exception {
        ByteBuf body = jdkHello("a.example.com", "TLSv1.3");
        for (int octets = 0; octets < body.readableBytes(); octets++) {
            assertThat(ClientHello.read(body.slice(0, octets)).serverName()).isNull();
        }
    }

    @Property
    void shouldBearAnything(@ForAll @Size(max = 300) byte[] octets) {
        assertThat(ClientHello.read(Unpooled.wrappedBuffer(octets))).isNotNull();
    }

    @Test
    void shouldNotOfferEcdsaToAClientOfTls12WithoutItsSuites() {
        // TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 alone, yet ecdsa_secp256r1_sha256 among the signature algorithms.
        byte[] body = HexFormat.of()
                .parseHex("0303" + "00".repeat(32) + "00" + "0002c02f" + "0100" + "0008" + "000d0004" + "00020403");

        ClientHello hello = ClientHello.read(Unpooled.wrappedBuffer(body));

        assertThat(hello.takes(KeyKind.ECDSA_P256)).isFalse();
        assertThat(hello.takes(KeyKind.RSA)).isTrue();
    }

    private static ByteBuf jdkHello(String name, String... protocols) throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(name)));
        parameters.setProtocols(protocols);
        engine.setSSLParameters(parameters);
        ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), record);
        record.flip().position(RECORD_AND_HANDSHAKE_HEADER_OCTETS);
        return Unpooled.wrappedBuffer(record.slice());
    }
}
