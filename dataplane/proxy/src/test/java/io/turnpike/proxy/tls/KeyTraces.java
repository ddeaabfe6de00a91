package io.turnpike.proxy.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/**
 * The forms in which a private key could lie around: its DER and PEM, and each of its secret numbers in big and little
 * endian and in the two orders of a BigInteger's words. Of each form the first 24 octets, since a copy may be cut.
 */
@NullMarked
final class KeyTraces {
    private static final int OCTETS = 24;

    private KeyTraces() {}

    static Map<String, byte[]> of(Path pemFile) throws IOException, GeneralSecurityException {
        String pem = Files.readString(pemFile);
        String base64 = pem.replaceAll("-----[^-]+-----", "").strip();
        byte[] der = Base64.getMimeDecoder().decode(base64);
        Map<String, byte[]> traces = new LinkedHashMap<>();
        // The head of a PKCS#8 names the algorithm only.
        add(traces, "DER", Arrays.copyOfRange(der, secretOffset(der), der.length));
        List<String> lines = base64.lines().toList();
        add(traces, "PEM", lines.get(lines.size() / 2).getBytes(StandardCharsets.US_ASCII));
        secrets(der).forEach((name, number) -> addNumber(traces, name, number));
        return traces;
    }

    private static int secretOffset(byte[] der) {
        return der.length > 1000 ? der.length / 2 : 36;
    }

    private static Map<String, BigInteger> secrets(byte[] der) throws GeneralSecurityException {
        PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(der);
        if (der.length < 1000) {
            ECPrivateKey key = (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(encoded);
            return Map.of("scalar", key.getS());
        }
        RSAPrivateCrtKey key = (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(encoded);
        return Map.of(
                "private exponent", key.getPrivateExponent(),
                "prime p", key.getPrimeP(),
                "prime q", key.getPrimeQ(),
                "exponent p", key.getPrimeExponentP(),
                "exponent q", key.getPrimeExponentQ(),
                "coefficient", key.getCrtCoefficient());
    }

    private static void addNumber(Map<String, byte[]> traces, String name, BigInteger number) {
        byte[] signed = number.toByteArray();
        byte[] big = signed[0] == 0 ? Arrays.copyOfRange(signed, 1, signed.length) : signed;
        add(traces, name + ", big endian", big);
        add(traces, name + ", little endian", reversed(big));
        // The words of a BigInteger, most significant first, as they lie in the memory of an x86 machine.
        byte[] words = new byte[big.length / 4 * 4];
        int skip = big.length - words.length;
        for (int i = 0; i < words.length; i++) {
            words[i] = big[skip + (i / 4) * 4 + 3 - i % 4];
        }
        add(traces, name + ", words", words);
    }

    private static byte[] reversed(byte[] octets) {
        byte[] reversed = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            reversed[i] = octets[octets.length - 1 - i];
        }
        return reversed;
    }

    private static void add(Map<String, byte[]> traces, String name, byte[] octets) {
        traces.put(name, Arrays.copyOf(octets, OCTETS));
    }
}
