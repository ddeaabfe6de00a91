package io.turnpike.billing.http;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Lets webhooks go to receivers on loopback, as the lab's do. */
public class LocalWebhooks implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("turnpike.webhook.allow.private", "true");
    }
}
