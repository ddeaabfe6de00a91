package io.turnpike.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which API, and with which key: the options, else the environment, else what {@code up} left in its data directory. */
final class ConnectionOptions {
    @Option(names = "--url", paramLabel = "URL", description = "The API's address (or TURNPIKE_URL).")
    @Nullable
    String url;

    @Option(names = "--key", paramLabel = "KEY", description = "An API key (or TURNPIKE_KEY).")
    @Nullable
    String key;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where `up --data` keeps its data, to find the address and the operator key in.")
    @Nullable
    Path data;

    private final Map<String, String> environment = System.getenv();

    ApiClient connect() throws IOException {
        var givenUrl = first(url, environment.get("TURNPIKE_URL"));
        var givenKey = first(key, environment.get("TURNPIKE_KEY"));
        var state = givenUrl == null || givenKey == null ? state(givenUrl == null) : null;
        var base = givenUrl != null ? givenUrl : link(state, "url");
        if (givenKey != null) {
            return new ApiClient(address(base), givenKey, key != null ? "--key" : "TURNPIKE_KEY");
        }
        var file = Path.of(link(state, "keyFile"));
        return new ApiClient(address(base), Files.readString(file).strip(), "the operator key in " + file);
    }

    private static @Nullable String first(@Nullable String option, @Nullable String variable) {
        return option != null ? option : variable;
    }

    private static URI address(String url) throws IOException {
        try {
            var address = new URI(url);
            if (address.getHost() != null && address.getScheme().startsWith("http")) {
                return address;
            }
        } catch (java.net.URISyntaxException e) {
            throw new IOException("not an address: " + url, e);
        }
        throw new IOException("not an address of the form http://HOST:PORT: " + url);
    }

    private JsonNode state(boolean urlIsMissing) throws IOException {
        var directory = dataDirectory();
        try {
            return Json.MAPPER.readTree(Files.readAllBytes(directory.resolve("state.json")));
        } catch (NoSuchFileException e) {
            throw new IOException(
                    urlIsMissing
                            ? "nothing is up on %s: ./turnpike up, or say which API with --url and --key"
                                    .formatted(directory)
                            : "no key: give one with --key or TURNPIKE_KEY",
                    e);
        }
    }

    private Path dataDirectory() {
        if (data != null) {
            return data;
        }
        var given = environment.getOrDefault("TURNPIKE_DATA", "");
        if (!given.isBlank()) {
            return Path.of(given);
        }
        var xdg = environment.getOrDefault("XDG_DATA_HOME", "");
        var base = xdg.isBlank() ? Path.of(System.getProperty("user.home"), ".local", "share") : Path.of(xdg);
        return base.resolve("turnpike");
    }

    private static String link(@Nullable JsonNode state, String name) throws IOException {
        if (state == null || !state.path("links").hasNonNull(name)) {
            throw new IOException("what is up here has no API: say which with --url and --key");
        }
        return state.path("links").path(name).asText();
    }
}
