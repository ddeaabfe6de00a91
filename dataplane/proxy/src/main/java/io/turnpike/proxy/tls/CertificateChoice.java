package io.turnpike.proxy.tls;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which of a listener's certificates a client gets: those of the name it asks for, else those whose wildcard covers the
 * name, else those of the listener's first certificate; among several, one whose key the client can use.
 */
final class CertificateChoice {
    private CertificateChoice() {}

    /** Nothing only if there is no certificate. */
    static Optional<ServerCertificate> choose(List<ServerCertificate> certificates, ClientHello hello) {
        List<ServerCertificate> candidates = candidates(certificates, hello.serverName());
        return candidates.stream()
                .filter(candidate -> hello.takes(candidate.kind()))
                .min(Comparator.comparing(ServerCertificate::kind))
                .or(() -> candidates.stream().findFirst());
    }

    private static List<ServerCertificate> candidates(List<ServerCertificate> certificates, @Nullable String name) {
        if (name != null) {
            List<ServerCertificate> exact = matching(certificates, candidate -> candidate.isFor(name));
            if (!exact.isEmpty()) {
                return exact;
            }
            List<ServerCertificate> wildcard = matching(certificates, candidate -> candidate.isForByWildcard(name));
            if (!wildcard.isEmpty()) {
                return wildcard;
            }
        }
        return matching(
                certificates,
                candidate -> candidate.names().equals(certificates.getFirst().names()));
    }

    private static List<ServerCertificate> matching(
            List<ServerCertificate> certificates, Predicate<ServerCertificate> condition) {
        return certificates.stream().filter(condition).toList();
    }
}
