package io.turnpike.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import io.turnpike.cli.ApiClient;
import io.turnpike.cli.ApiException;
import io.turnpike.cli.Document;
import io.turnpike.standalone.lab.LabTls;
import io.turnpike.standalone.supervise.DataDirectory;
import io.turnpike.standalone.supervise.StateFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Gives the lab its customers, once: what people change afterwards stays changed. */
final class FirstRegistry {
    private static final String DOCUMENT = "/io/turnpike/standalone/lab/lab.yaml";

    private static final int ATTEMPTS = 90;

    private FirstRegistry() {}

    static void applyTo(DataDirectory data, Consumer<String> say) throws IOException {
        var links = new StateFile(data)
                .read()
                .orElseThrow(() -> new IOException("nothing is up on " + data.root()))
                .links();
        var api = RunningApi.of(links);
        try {
            apply(data, api, say);
        } catch (ApiException e) {
            throw new IOException("the lab's registry was not taken: " + e.getMessage(), e);
        }
    }

    /** The key servers are up, but what they hold may be known a moment later. */
    private static void applyHttps(ApiClient api, JsonNode declaration) throws ApiException {
        for (int attempt = 1; ; attempt++) {
            try {
                api.post("/v1/apply", declaration);
                return;
            } catch (ApiException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
            }
        }
    }

    private static void apply(DataDirectory data, ApiClient api, Consumer<String> say)
            throws IOException, ApiException {
        if (!api.get("/v1/resources").path("items").isEmpty()) {
            return;
        }
        try (InputStream in = Objects.requireNonNull(FirstRegistry.class.getResourceAsStream(DOCUMENT))) {
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            var declared = Document.parse("lab.yaml", text).json();
            api.post("/v1/apply", declared);
            applyHttps(api, new LabTls(data).declaration(declared));
        }
        say.accept("the lab's accounts, plan and resources are registered");
    }
}
