package io.turnpike.node.sync;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tags of HMAC-SHA-256, cut to 128 bits (RFC 2104, section 5). For one thread at a time. */
final class Authenticator {
    static final int TAG_OCTETS = 16;
    static final int LEAST_KEY_OCTETS = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private final Mac mac;
    private final byte[] whole;

    Authenticator(byte[] key) {
        if (key.length < LEAST_KEY_OCTETS) {
            throw new IllegalArgumentException(
                    "the key has " + key.length + " octets; it must have at least " + LEAST_KEY_OCTETS);
        }
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        whole = new byte[mac.getMacLength()];
    }

    /** Writes the tag of the first {@code length} octets behind them. */
    void sign(byte[] octets, int length) {
        compute(octets, length);
        System.arraycopy(whole, 0, octets, length, TAG_OCTETS);
    }

    /** Whether the last octets are the tag of those before. */
    boolean verify(byte[] octets, int length) {
        int signed = length - TAG_OCTETS;
        if (signed < 0) {
            return false;
        }
        compute(octets, signed);
        return MessageDigest.isEqual(Arrays.copyOf(whole, TAG_OCTETS), Arrays.copyOfRange(octets, signed, length));
    }

    private void compute(byte[] octets, int length) {
        mac.update(octets, 0, length);
        try {
            mac.doFinal(whole, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
