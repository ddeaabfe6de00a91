package io.turnpike.keyserver;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Issues certificates by the command {@code openssl}, of version 3. */
final class LabAuthority {
    /** Nothing of the machine's own configuration of openssl shall get into the certificates. */
    private static final String CONFIGURATION = "[req]\ndistinguished_name = name\n[name]\n";

    private static final String DAYS = "825";

    private final Path folder;
    private final String name;

    LabAuthority(Path folder, String name) {
        this.folder = folder;
        this.name = name;
    }

    Path certificate() throws IOException {
        Path certificate = folder.resolve("authority.pem");
        List<String> extensions =
                List.of("basicConstraints=critical,CA:TRUE,pathlen:0", "keyUsage=critical,keyCertSign,cRLSign");
        make(LabKeyKind.ECDSA_P256, name, extensions, List.of(), certificate, key());
        return certificate;
    }

    private Path key() {
        return folder.resolve("authority-key.pem");
    }

    /** Makes a certificate and its key, unless the certificate is there. */
    void issue(LabKeyKind kind, List<String> names, Path certificate, Path key) throws IOException {
        String alternativeNames = names.stream().map(one -> "DNS:" + one).collect(Collectors.joining(","));
        List<String> extensions = List.of(
                "basicConstraints=critical,CA:FALSE",
                "keyUsage=critical,digitalSignature",
                "extendedKeyUsage=serverAuth,clientAuth",
                "subjectAltName=" + alternativeNames);
        List<String> issuer = List.of("-CA", certificate().toString(), "-CAkey", key().toString());
        make(kind, names.getFirst(), extensions, issuer, certificate, key);
    }

    /**
     * The key is in its place, whole and closed to others, before the certificate is. One at a time: several servers of
     * one process ask for the same pair when they start, and must not mix theirs.
     */
    private static synchronized void make(
            LabKeyKind kind, String name, List<String> extensions, List<String> issuer, Path certificate, Path key)
            throws IOException {
        if (Files.exists(certificate)) {
            return;
        }
        Path newKey = key.resolveSibling("." + key.getFileName());
        Path newCertificate = certificate.resolveSibling("." + certificate.getFileName());
        List<String> command = new ArrayList<>(List.of("openssl", "req", "-x509", "-config", "/dev/stdin", "-nodes"));
        command.addAll(List.of("-subj", "/CN=" + name, "-days", DAYS, "-newkey"));
        command.addAll(kind.newKeyOptions());
        command.addAll(issuer);
        extensions.forEach(extension -> command.addAll(List.of("-addext", extension)));
        command.addAll(List.of("-keyout", newKey.toString(), "-out", newCertificate.toString()));
        run(command);
        Files.setPosixFilePermissions(newKey, PosixFilePermissions.fromString("rw-------"));
        Files.move(newKey, key, StandardCopyOption.ATOMIC_MOVE);
        Files.move(newCertificate, certificate, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var in = process.getOutputStream()) {
            in.write(CONFIGURATION.getBytes(StandardCharsets.US_ASCII));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("openssl could not make a certificate: " + output.strip());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }
}
