package io.turnpike.proxy.tls;

import io.turnpike.keyapi.KeyClientConfig;
import io.turnpike.keyapi.KeyServerAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/** A proxy's TLS in a process of its own: prints its port, and ends with its input. */
@NullMarked
final class TlsFrontMain {
    private TlsFrontMain() {}

    /** Arguments: key servers; certificate, key and authority of the client; then chain files. */
    public static void main(String[] args) throws IOException {
        KeyClientConfig keys = new KeyClientConfig(
                KeyServerAddress.parse(args[0]),
                Path.of(args[1]),
                Path.of(args[2]),
                Path.of(args[3]),
                KeyClientConfig.DEFAULT_DEADLINE,
                KeyClientConfig.DEFAULT_IN_FLIGHT_LIMIT,
                null);
        Map<String, String> chains = new HashMap<>();
        List<String> ids = List.of(args).subList(4, args.length);
        for (String file : ids) {
            chains.put(file, Files.readString(Path.of(file)));
        }
        try (TlsFront front = new TlsFront(keys, chains, ids)) {
            System.out.println("port " + front.port());
            var _ = System.in.read();
        }
    }
}
