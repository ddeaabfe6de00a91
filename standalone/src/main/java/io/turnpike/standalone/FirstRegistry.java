package io.turnpike.standalone;

import io.turnpike.cli.ApiClient;
import io.turnpike.cli.ApiException;
import io.turnpike.cli.Document;
import io.turnpike.standalone.supervise.DataDirectory;
import io.turnpike.standalone.supervise.StateFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Consumer;

/** Gives the lab its customers, once: what people change afterwards stays changed. */
final class FirstRegistry {
    private static final String DOCUMENT = "/io/turnpike/standalone/lab/lab.yaml";

    private FirstRegistry() {}

    static void applyTo(DataDirectory data, Consumer<String> say) throws IOException {
        var links = new StateFile(data)
                .read()
                .orElseThrow(() -> new IOException("nothing is up on " + data.root()))
                .links();
        var api = RunningApi.of(links);
        try {
            apply(api, say);
        } catch (ApiException e) {
            throw new IOException("the lab's registry was not taken: " + e.getMessage(), e);
        }
    }

    private static void apply(ApiClient api, Consumer<String> say) throws IOException, ApiException {
        if (!api.get("/v1/resources").path("items").isEmpty()) {
            return;
        }
        try (InputStream in = Objects.requireNonNull(FirstRegistry.class.getResourceAsStream(DOCUMENT))) {
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            api.post("/v1/apply", Document.parse("lab.yaml", text).json());
        }
        say.accept("the lab's accounts, plan and resources are registered");
    }
}
