package io.turnpike.keyserver;

import io.turnpike.keyapi.KeyId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a private key from a PEM file in PKCS#8. */
final class KeyFile {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final int SMALLEST_RSA_BITS = 2048;
    private static final int LARGEST_RSA_BITS = 4096;

    private KeyFile() {}

    /**
     * The key in a file.
     *
     * @throws UnusableKeysException if it is not an RSA key of 2048 to 4096 bits or one on P-256 or P-384; the message
     *     names the file, never what is in it
     */
    static HeldKey read(Path file) throws IOException, UnusableKeysException {
        Matcher pem = PEM.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        if (!pem.find()) {
            throw new UnusableKeysException(
                    file + " has no PEM block 'PRIVATE KEY' (PKCS#8); 'openssl pkcs8 -topk8 -nocrypt' makes one");
        }
        PKCS8EncodedKeySpec encoded = decode(file, pem.group(1));
        for (String algorithm : List.of("RSA", "EC")) {
            Optional<PrivateKey> key = generate(algorithm, encoded);
            if (key.isPresent()) {
                return held(file, key.get());
            }
        }
        throw new UnusableKeysException(file + " holds neither an RSA nor an ECDSA key");
    }

    private static HeldKey held(Path file, PrivateKey key) throws UnusableKeysException {
        try {
            return new HeldKey(KeyId.of(publicKey(file, key)), key);
        } catch (GeneralSecurityException e) {
            throw new UnusableKeysException(file + " holds a key without a public half");
        }
    }

    /** Nothing if the key is of another kind; what the JDK says then could quote the key, so it is not handed on. */
    private static Optional<PrivateKey> generate(String algorithm, PKCS8EncodedKeySpec encoded) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(encoded));
        } catch (InvalidKeySpecException e) {
            return Optional.empty();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PKCS8EncodedKeySpec decode(Path file, String base64) throws UnusableKeysException {
        try {
            return new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw new UnusableKeysException(file + " is not Base64 between its PEM lines");
        }
    }

    private static PublicKey publicKey(Path file, PrivateKey key)
            throws GeneralSecurityException, UnusableKeysException {
        return switch (key) {
            case RSAPrivateCrtKey rsa -> rsaPublicKey(file, rsa);
            case ECPrivateKey ec ->
                KeyFactory.getInstance("EC")
                        .generatePublic(new ECPublicKeySpec(
                                EcMultiplication.publicPoint(curve(file, ec), ec.getS()), ec.getParams()));
            default -> throw new UnusableKeysException(file + " holds neither an RSA nor an ECDSA key");
        };
    }

    private static PublicKey rsaPublicKey(Path file, RSAPrivateCrtKey key)
            throws GeneralSecurityException, UnusableKeysException {
        int bits = key.getModulus().bitLength();
        if (bits < SMALLEST_RSA_BITS || bits > LARGEST_RSA_BITS) {
            throw new UnusableKeysException(file + " holds an RSA key of " + bits + " bits; 2048 to 4096 are allowed");
        }
        return KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
    }

    private static ECParameterSpec curve(Path file, ECPrivateKey key) throws UnusableKeysException {
        int bits = key.getParams().getCurve().getField().getFieldSize();
        if (bits != 256 && bits != 384) {
            throw new UnusableKeysException(file + " holds a key on a curve of " + bits + " bits; P-256 or P-384 do");
        }
        return key.getParams();
    }
}
