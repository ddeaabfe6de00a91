package io.turnpike.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.turnpike.keyserver.LabCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Private keys of HTTPS listeners are nowhere at a proxy: not in its heap, its native memory, its files or its environment. The
 * same search, turned on the key server, finds them.
 */
@NullMarked
class PrivateKeySecrecyIT {
    @TempDir
    Path folder;

    @Test
    void shouldNeverHaveAPrivateKeyAtTheProxy() throws Exception {
        TlsLab lab = new TlsLab(folder.resolve("lab"));
        OctetSearch search = new OctetSearch(traces(lab));
        int port = TlsLab.freePort();
        try (JavaChild keyServer = lab.keyServer("keyserver", port);
                JavaChild proxy = proxy(lab, port)) {
            shakeHands(lab, port(proxy).orElseThrow());

            ProcessMemory memory = new ProcessMemory(proxy.process().pid());
            assertThat(searchHeap(proxy, search)).isEmpty();
            assertThat(memory.search(search)).isEmpty();
            assertThat(memory.searchFilesAndEnvironment(search)).isEmpty();
            assertThat(searchFolder(folder.resolve("proxy"), search)).isEmpty();

            ProcessMemory keyServerMemory =
                    new ProcessMemory(keyServer.process().pid());
            assertThat(searchHeap(keyServer, search))
                    .contains("rsa: prime p, big endian", "ecdsa: scalar, big endian", "wildcard: scalar, big endian");
            assertThat(keyServerMemory.search(search)).contains("rsa: prime p, words", "ecdsa: DER", "wildcard: DER");
            assertThat(searchFolder(lab.keyFolder(), search)).contains("rsa: PEM", "ecdsa: PEM", "wildcard: PEM");
        }
    }

    private static Map<String, byte[]> traces(TlsLab lab) throws Exception {
        Map<String, byte[]> traces = new LinkedHashMap<>();
        for (String id : TlsLab.IDS) {
            KeyTraces.of(lab.keyFolder().resolve(id + ".pem"))
                    .forEach((form, octets) -> traces.put(id + ": " + form, octets));
        }
        return traces;
    }

    /** With a folder of its own, in which is all that a proxy is given. */
    private JavaChild proxy(TlsLab lab, int keyServerPort) throws IOException {
        Path own = Files.createDirectory(folder.resolve("proxy"));
        LabCertificates.Identity identity = lab.certificates.identity("proxy1");
        List<String> arguments = new ArrayList<>(List.of("keyserver=127.0.0.1:" + keyServerPort));
        for (Path file : List.of(identity.certificate(), identity.privateKey(), identity.authority())) {
            arguments.add(
                    Files.copy(file, own.resolve(file.getFileName().toString())).toString());
        }
        for (String id : TlsLab.IDS) {
            arguments.add(Files.writeString(own.resolve(id + ".pem"), lab.chains.get(id))
                    .toString());
        }
        JavaChild proxy =
                JavaChild.start("io.turnpike.proxy.tls.TlsFrontMain", own.resolve("output"), Map.of(), arguments);
        await().atMost(Duration.ofMinutes(2)).until(() -> port(proxy).isPresent());
        return proxy;
    }

    private static OptionalInt port(JavaChild proxy) throws IOException {
        return proxy.printed()
                .lines()
                .filter(line -> line.matches("port [0-9]+"))
                .mapToInt(line -> Integer.parseInt(line.substring("port ".length())))
                .findFirst();
    }

    private static void shakeHands(TlsLab lab, int port) throws Exception {
        for (String name : List.of("www.example.com", "ecdsa.example.com", "a.wild.example.com")) {
            for (String version : List.of("-tls1_3", "-tls1_2")) {
                await().atMost(Duration.ofMinutes(1))
                        .untilAsserted(() -> assertThat(lab.sClient(port, "-servername", name, version))
                                .contains("Verify return code: 0 (ok)")
                                .contains("Peer signature type"));
            }
        }
    }

    /** Garbage included. */
    private Collection<String> searchHeap(JavaChild child, OctetSearch search) throws Exception {
        Path dump = folder.resolve(child.process().pid() + ".hprof");
        TlsLab.run(List.of(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(child.process().pid()),
                "GC.heap_dump",
                "-all",
                dump.toString()));
        assertThat(dump).isNotEmptyFile();
        return ProcessMemory.searchFile(dump, search);
    }

    private static Collection<String> searchFolder(Path root, OctetSearch search) throws IOException {
        Collection<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                found.addAll(ProcessMemory.searchFile(file, search));
            }
        }
        return found;
    }
}
