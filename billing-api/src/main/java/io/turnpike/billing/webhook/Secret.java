package io.turnpike.billing.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What a webhook's messages are signed with, as Standard Webhooks has it. */
final class Secret {
    private static final String HMAC = "HmacSHA256";
    private static final int OCTETS = 32;

    private final byte[] octets;

    Secret(byte[] octets) {
        this.octets = octets.clone();
    }

    static Secret make(SecureRandom random) {
        byte[] octets = new byte[OCTETS];
        random.nextBytes(octets);
        return new Secret(octets);
    }

    byte[] toBytes() {
        return octets.clone();
    }

    /** As its owner gets it. */
    String shown() {
        return "whsec_" + Base64.getEncoder().encodeToString(octets);
    }

    /** The symmetric signature: {@code v1,} and the base64 of HMAC-SHA256 over id, time and body. */
    String sign(String id, long timestampSeconds, String body) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(octets, HMAC));
            byte[] signed = (id + "." + timestampSeconds + "." + body).getBytes(StandardCharsets.UTF_8);
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }
}
