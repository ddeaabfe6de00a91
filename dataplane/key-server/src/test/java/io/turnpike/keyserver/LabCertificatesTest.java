package io.turnpike.keyserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabCertificatesTest {
    private static final int AT_ONCE = 4;

    @Test
    void shouldMakeEachCertificateOnceForAllThatAskTogether(@TempDir Path folder) throws Exception {
        var together = new CyclicBarrier(AT_ONCE);
        List<Future<String>> chains = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            Callable<String> ask = () -> {
                var certificates = new LabCertificates(folder.resolve("certificates"));
                together.await();
                return chain(certificates, folder);
            };
            for (int asker = 0; asker < AT_ONCE; asker++) {
                chains.add(threads.submit(ask));
            }
        }
        var kept = chain(new LabCertificates(folder.resolve("certificates")), folder);
        for (var chain : chains) {
            assertThat(chain.get()).isEqualTo(kept);
        }
    }

    private static String chain(LabCertificates certificates, Path folder) throws IOException {
        return certificates.serverChain("cert", LabKeyKind.ECDSA_P256, List.of("www.example"), folder.resolve("keys"));
    }
}
