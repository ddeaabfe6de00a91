package io.turnpike.billing.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Chains for tests, made by the JDK's own tool in a directory of the test. */
public final class Certificates {
    private static final String PASSWORD = "only-for-this-test";

    private final Path store;

    public Certificates(Path directory) {
        this.store = directory.resolve("store.p12");
    }

    /** A self-signed pair. */
    public void make(String alias, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-alias",
                alias,
                "-dname",
                "CN=" + alias));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(output);
        }
    }

    /** The chain of an entry, the leaf first. */
    public List<Certificate> chain(String alias) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream input = Files.newInputStream(store)) {
            keys.load(input, PASSWORD.toCharArray());
        }
        return List.of(keys.getCertificateChain(alias));
    }

    public static String pem(List<Certificate> chain) {
        return chain.stream().map(Certificates::pem).collect(Collectors.joining());
    }

    private static String pem(Certificate certificate) {
        try {
            return Stream.of(
                            "-----BEGIN CERTIFICATE-----",
                            Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded()),
                            "-----END CERTIFICATE-----",
                            "")
                    .collect(Collectors.joining("\n"));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** By which the key servers know the private key of the leaf. */
    public static String fingerprint(List<Certificate> chain) {
        return CertificateRules.fingerprint((X509Certificate) chain.getFirst());
    }
}
