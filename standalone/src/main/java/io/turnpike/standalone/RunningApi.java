package io.turnpike.standalone;

import io.turnpike.cli.ApiClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The API of a running stack, asked with the operator's key. */
public final class RunningApi {
    private RunningApi() {}

    public static ApiClient of(Map<String, String> links) throws IOException {
        var file = Path.of(links.getOrDefault("keyFile", ""));
        var key = Files.readString(file).strip();
        return new ApiClient(URI.create(links.getOrDefault("url", "")), key, "the operator key in " + file);
    }
}
