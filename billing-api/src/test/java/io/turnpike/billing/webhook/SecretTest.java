package io.turnpike.billing.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretTest {
    private static final String BODY = "{\"type\":\"QUOTA_EXCEEDED\",\"data\":{\"account\":\"中国\"}}";

    private static Map<String, List<String>> headers(String id, long timestamp, String signature) {
        return new HashMap<>(Map.of(
                "webhook-id", List.of(id),
                "webhook-timestamp", List.of(Long.toString(timestamp)),
                "webhook-signature", List.of(signature)));
    }

    @Test
    void shouldSignAsALibraryThatIsNotOursVerifies() throws Exception {
        Secret secret = Secret.make(new SecureRandom());
        long now = Instant.now().getEpochSecond();
        Webhook receiver = new Webhook(secret.shown());
        String signature = secret.sign("evt_1", now, BODY);
        assertThatCode(() -> receiver.verify(BODY, headers("evt_1", now, signature)))
                .doesNotThrowAnyException();
        assertThat(signature).isEqualTo(receiver.sign("evt_1", now, BODY));
        assertThatThrownBy(() -> receiver.verify(BODY, headers("evt_2", now, signature)))
                .isInstanceOf(WebhookVerificationException.class);
        assertThatThrownBy(() -> receiver.verify(BODY + " ", headers("evt_1", now, signature)))
                .isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void shouldNotMakeTheSameSecretTwice() {
        SecureRandom random = new SecureRandom();
        assertThat(Secret.make(random).shown())
                .startsWith("whsec_")
                .isNotEqualTo(Secret.make(random).shown());
    }
}
