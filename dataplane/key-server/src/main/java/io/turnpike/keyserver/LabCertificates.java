package io.turnpike.keyserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * Certificates for the lab and for tests, made when they are first asked for and kept in a folder: two authorities,
 * one that clients of the load balancers trust and one for key servers and proxies among themselves.
 */
public final class LabCertificates {
    private final Path folder;
    private final LabAuthority publicAuthority;
    private final LabAuthority meshAuthority;

    /** Certificates kept in a folder, which is made if need be and is nobody else's to look into. */
    public LabCertificates(Path folder) throws IOException {
        this.folder = privateFolder(folder);
        publicAuthority = new LabAuthority(privateFolder(folder.resolve("public-authority")), "Turnpike Lab Authority");
        meshAuthority = new LabAuthority(privateFolder(folder.resolve("mesh-authority")), "Turnpike Mesh Authority");
    }

    /** What a client of the load balancers has to trust, PEM. */
    public Path authority() throws IOException {
        return publicAuthority.certificate();
    }

    /**
     * A certificate for HTTPS listeners. Its private key is in the key folder, named after the id, and nowhere else.
     *
     * @param id of the CERTIFICATE resource
     * @param names DNS names, which may begin with a wildcard
     * @return the chain in PEM
     */
    public String serverChain(String id, LabKeyKind kind, List<String> names, Path keyFolder) throws IOException {
        Path chain = privateFolder(folder.resolve("chains")).resolve(id + ".pem");
        Path key = privateFolder(keyFolder).resolve(id + ".pem");
        publicAuthority.issue(kind, names, chain, key);
        return Files.readString(chain);
    }

    /** What a key server or a proxy shows to the other, under its name. */
    public Identity identity(String name) throws IOException {
        Path certificate = folder.resolve(name + "-certificate.pem");
        Path key = folder.resolve(name + "-key.pem");
        meshAuthority.issue(LabKeyKind.ECDSA_P256, List.of(name), certificate, key);
        return new Identity(certificate, key, meshAuthority.certificate());
    }

    /**
     * Files in PEM.
     *
     * @param authority what the other side's certificate must be issued by
     */
    public record Identity(Path certificate, Path privateKey, Path authority) {}

    private static Path privateFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        return folder;
    }
}
