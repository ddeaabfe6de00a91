package io.turnpike.keyapi;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The TLS SignatureSchemes (RFC 8446 section 4.2.3) that a server's certificate may be used with here. */
public enum SignatureScheme {
    /** TLS 1.2 only, as the two that follow. */
    RSA_PKCS1_SHA256(0x0401),
    RSA_PKCS1_SHA384(0x0501),
    RSA_PKCS1_SHA512(0x0601),
    ECDSA_SECP256R1_SHA256(0x0403),
    ECDSA_SECP384R1_SHA384(0x0503),
    RSA_PSS_RSAE_SHA256(0x0804),
    RSA_PSS_RSAE_SHA384(0x0805),
    RSA_PSS_RSAE_SHA512(0x0806);

    private final int codePoint;

    SignatureScheme(int codePoint) {
        this.codePoint = codePoint;
    }

    public static Optional<SignatureScheme> of(int codePoint) {
        return Stream.of(values())
                .filter(scheme -> scheme.codePoint == codePoint)
                .findFirst();
    }

    public int codePoint() {
        return codePoint;
    }

    /** As RFC 8446 writes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
