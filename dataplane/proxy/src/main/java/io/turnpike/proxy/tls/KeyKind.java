package io.turnpike.proxy.tls;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;

/** Kinds of keys of server certificates; ECDSA first, since its signatures cost the key server least. */
enum KeyKind {
    ECDSA_P256,
    ECDSA_P384,
    RSA;

    static Optional<KeyKind> of(PublicKey key) {
        return switch (key) {
            case RSAPublicKey _ -> Optional.of(RSA);
            case ECPublicKey ec ->
                switch (ec.getParams().getCurve().getField().getFieldSize()) {
                    case 256 -> Optional.of(ECDSA_P256);
                    case 384 -> Optional.of(ECDSA_P384);
                    default -> Optional.empty();
                };
            default -> Optional.empty();
        };
    }
}
