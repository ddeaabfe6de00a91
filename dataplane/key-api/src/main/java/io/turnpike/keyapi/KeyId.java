package io.turnpike.keyapi;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.HexFormat;

/**
 * Names a private key by its public half.
 *
 * @param spkiSha256 SHA-256 of the DER SubjectPublicKeyInfo, 64 lower-case hex digits
 */
public record KeyId(String spkiSha256) {
    public KeyId {
        if (!spkiSha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("'" + spkiSha256 + "' is not a SHA-256 in lower-case hex");
        }
    }

    public static KeyId of(PublicKey key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
            return of(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The id whose octets these are.
     *
     * @throws IllegalArgumentException if they are not 32
     */
    public static KeyId of(byte[] octets) {
        return new KeyId(HexFormat.of().formatHex(octets));
    }

    public byte[] octets() {
        return HexFormat.of().parseHex(spkiSha256);
    }

    @Override
    public String toString() {
        return spkiSha256;
    }
}
