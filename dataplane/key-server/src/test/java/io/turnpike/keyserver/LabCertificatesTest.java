package io.turnpike.keyserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullMarked
class LabCertificatesTest {
    private static final int SERVERS = 4;

    @TempDir
    Path folder = Path.of("");

    /** Key servers start at the same moment, and each makes what is not there yet. */
    @Test
    void shouldGiveAllWhoAskAtOnceTheCertificateOfTheOneKey() throws Exception {
        CyclicBarrier together = new CyclicBarrier(SERVERS);
        List<Future<String>> chains = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(SERVERS)) {
            for (int server = 0; server < SERVERS; server++) {
                chains.add(threads.submit((Callable<String>) () -> {
                    LabCertificates certificates = new LabCertificates(folder);
                    together.await();
                    return certificates.serverChain(
                            "cert", LabKeyKind.ECDSA_P256, List.of("www.acme.example"), folder.resolve("keys"));
                }));
            }
        }
        Set<String> different = new TreeSet<>();
        for (Future<String> chain : chains) {
            different.add(chain.get());
        }
        assertThat(different).hasSize(1);
        assertThat(publicKey(
                        "x509",
                        "-pubkey",
                        "-noout",
                        "-in",
                        folder.resolve("chains/cert.pem").toString()))
                .isEqualTo(publicKey(
                        "pkey",
                        "-pubout",
                        "-in",
                        folder.resolve("keys/cert.pem").toString()));
        try (var files = Files.list(folder.resolve("keys"))) {
            assertThat(files).hasSize(1);
        }
    }

    private static String publicKey(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(output).contains("BEGIN PUBLIC KEY");
        return output;
    }
}
