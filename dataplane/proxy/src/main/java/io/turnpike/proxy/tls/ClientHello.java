package io.turnpike.proxy.tls;

import io.netty.buffer.ByteBuf;
import io.turnpike.keyapi.SignatureScheme;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client's first message (RFC 8446 section 4.1.2) says about the certificate that it wants.
 *
 * @param serverName in lower case, null if it names none
 * @param cipherSuites code points
 * @param signatureSchemes code points; empty if it says nothing, which only clients of old do
 * @param speaksTls13 whether it offers TLS 1.3
 */
record ClientHello(
        @Nullable String serverName, Set<Integer> cipherSuites, Set<Integer> signatureSchemes, boolean speaksTls13) {
    /** Of a client that says nothing; the handshake itself fails what is not TLS. */
    static final ClientHello UNREADABLE = new ClientHello(null, Set.of(), Set.of(), false);

    private static final int SERVER_NAME = 0;
    private static final int SIGNATURE_ALGORITHMS = 13;
    private static final int SUPPORTED_VERSIONS = 43;
    private static final int TLS_1_3 = 0x0304;
    /** TLS_ECDHE_ECDSA_WITH_{AES_128_GCM_SHA256, AES_256_GCM_SHA384, CHACHA20_POLY1305_SHA256}. */
    private static final Set<Integer> TLS12_ECDSA_SUITES = Set.of(0xc02b, 0xc02c, 0xcca9);

    ClientHello {
        cipherSuites = Set.copyOf(cipherSuites);
        signatureSchemes = Set.copyOf(signatureSchemes);
    }

    /** Reads the message's body, which is not consumed. */
    static ClientHello read(ByteBuf body) {
        try {
            return new Reader().read(body.duplicate());
        } catch (IndexOutOfBoundsException e) {
            return UNREADABLE;
        }
    }

    /** Whether the client can check signatures of a key of that kind. */
    boolean takes(KeyKind kind) {
        return switch (kind) {
            case RSA -> true;
            case ECDSA_P256 -> takesEcdsa(SignatureScheme.ECDSA_SECP256R1_SHA256);
            case ECDSA_P384 -> takesEcdsa(SignatureScheme.ECDSA_SECP384R1_SHA384);
        };
    }

    private boolean takesEcdsa(SignatureScheme scheme) {
        return signatureSchemes.contains(scheme.codePoint())
                && (speaksTls13 || cipherSuites.stream().anyMatch(TLS12_ECDSA_SUITES::contains));
    }

    private static final class Reader {
        private @Nullable String serverName;
        private final Set<Integer> cipherSuites = new HashSet<>();
        private final Set<Integer> signatureSchemes = new HashSet<>();
        private final Set<Integer> versions = new HashSet<>();

        ClientHello read(ByteBuf in) {
            in.skipBytes(2 + 32);
            in.skipBytes(in.readUnsignedByte());
            codePoints(in.readSlice(in.readUnsignedShort()), cipherSuites);
            in.skipBytes(in.readUnsignedByte());
            if (in.isReadable()) {
                extensions(in.readSlice(in.readUnsignedShort()));
            }
            return new ClientHello(serverName, cipherSuites, signatureSchemes, versions.contains(TLS_1_3));
        }

        private void extensions(ByteBuf in) {
            while (in.isReadable()) {
                int type = in.readUnsignedShort();
                ByteBuf extension = in.readSlice(in.readUnsignedShort());
                switch (type) {
                    case SERVER_NAME -> serverName = serverName(extension);
                    case SIGNATURE_ALGORITHMS ->
                        codePoints(extension.readSlice(extension.readUnsignedShort()), signatureSchemes);
                    case SUPPORTED_VERSIONS -> codePoints(extension.readSlice(extension.readUnsignedByte()), versions);
                    default -> {}
                }
            }
        }

        private static void codePoints(ByteBuf in, Set<Integer> to) {
            while (in.isReadable()) {
                to.add(in.readUnsignedShort());
            }
        }

        /** RFC 6066 section 3; there is no kind of name but host_name. */
        private static @Nullable String serverName(ByteBuf in) {
            ByteBuf list = in.readSlice(in.readUnsignedShort());
            if (!list.isReadable() || list.readUnsignedByte() != 0) {
                return null;
            }
            int octets = list.readUnsignedShort();
            return list.readSlice(octets).toString(StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
        }
    }
}
