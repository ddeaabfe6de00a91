package io.turnpike.proxy.tls;

import io.turnpike.keyapi.KeyId;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A certificate of a listener.
 *
 * @param chain the leaf first
 * @param key of the leaf
 * @param names the DNS names of the leaf in lower case, some perhaps with a wildcard as their first label
 */
record ServerCertificate(List<X509Certificate> chain, KeyId key, KeyKind kind, Set<String> names) {
    private static final int DNS_NAME = 2;

    ServerCertificate {
        chain = List.copyOf(chain);
        names = Set.copyOf(names);
    }

    /**
     * Reads a chain in PEM.
     *
     * @throws CertificateException saying what is wrong with it
     */
    static ServerCertificate parse(String pem) throws CertificateException {
        List<X509Certificate> chain = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                .stream()
                .map(X509Certificate.class::cast)
                .toList();
        if (chain.isEmpty()) {
            throw new CertificateException("there is no certificate in it");
        }
        X509Certificate leaf = chain.getFirst();
        KeyKind kind = KeyKind.of(leaf.getPublicKey())
                .orElseThrow(() -> new CertificateException("its key is neither RSA nor ECDSA on P-256 or P-384"));
        return new ServerCertificate(chain, KeyId.of(leaf.getPublicKey()), kind, dnsNames(leaf));
    }

    private static Set<String> dnsNames(X509Certificate leaf) throws CertificateException {
        Collection<List<?>> alternatives = leaf.getSubjectAlternativeNames();
        Set<String> names = new HashSet<>();
        if (alternatives != null) {
            for (List<?> alternative : alternatives) {
                if (alternative.getFirst().equals(DNS_NAME)) {
                    names.add(String.valueOf(alternative.get(1)).toLowerCase(Locale.ROOT));
                }
            }
        }
        return names;
    }

    boolean isFor(String serverName) {
        return names.contains(serverName);
    }

    /** RFC 6125 section 6.4.3: a wildcard stands for one whole label, the first. */
    boolean isForByWildcard(String serverName) {
        int dot = serverName.indexOf('.');
        return dot > 0 && names.contains("*" + serverName.substring(dot));
    }
}
