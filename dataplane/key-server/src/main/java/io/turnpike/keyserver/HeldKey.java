package io.turnpike.keyserver;

import io.turnpike.keyapi.KeyId;
import io.turnpike.keyapi.SignatureScheme;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/** A private key, and what may be done with it. */
final class HeldKey {
    private final KeyId id;
    private final PrivateKey key;
    private final boolean isRsa;

    HeldKey(KeyId id, PrivateKey key) {
        this.id = id;
        this.key = key;
        this.isRsa = key instanceof RSAPrivateKey;
    }

    KeyId id() {
        return id;
    }

    /**
     * Whether the key's kind is the scheme's. An ECDSA key signs with either hash: TLS 1.2 does not tie the hash to the
     * curve, and for TLS 1.3 the proxy's library does.
     */
    boolean fits(SignatureScheme scheme) {
        return switch (scheme) {
            case RSA_PKCS1_SHA256,
                    RSA_PKCS1_SHA384,
                    RSA_PKCS1_SHA512,
                    RSA_PSS_RSAE_SHA256,
                    RSA_PSS_RSAE_SHA384,
                    RSA_PSS_RSAE_SHA512 -> isRsa;
            case ECDSA_SECP256R1_SHA256, ECDSA_SECP384R1_SHA384 -> !isRsa;
        };
    }

    byte[] sign(SignatureScheme scheme, byte[] input) throws GeneralSecurityException {
        Signature signature = signature(scheme);
        signature.initSign(key);
        signature.update(input);
        return signature.sign();
    }

    private static Signature signature(SignatureScheme scheme) throws GeneralSecurityException {
        return switch (scheme) {
            case RSA_PKCS1_SHA256 -> Signature.getInstance("SHA256withRSA");
            case RSA_PKCS1_SHA384 -> Signature.getInstance("SHA384withRSA");
            case RSA_PKCS1_SHA512 -> Signature.getInstance("SHA512withRSA");
            case ECDSA_SECP256R1_SHA256 -> Signature.getInstance("SHA256withECDSA");
            case ECDSA_SECP384R1_SHA384 -> Signature.getInstance("SHA384withECDSA");
            case RSA_PSS_RSAE_SHA256 -> pss("SHA-256", MGF1ParameterSpec.SHA256, 32);
            case RSA_PSS_RSAE_SHA384 -> pss("SHA-384", MGF1ParameterSpec.SHA384, 48);
            case RSA_PSS_RSAE_SHA512 -> pss("SHA-512", MGF1ParameterSpec.SHA512, 64);
        };
    }

    /** RFC 8446: the salt is as long as the digest, and the mask generation uses the same digest. */
    private static Signature pss(String digest, MGF1ParameterSpec mask, int saltOctets)
            throws GeneralSecurityException {
        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(
                new PSSParameterSpec(digest, "MGF1", mask, saltOctets, PSSParameterSpec.TRAILER_FIELD_BC));
        return signature;
    }
}
