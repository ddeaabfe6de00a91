package io.turnpike.billing.registry;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What holds for a new certificate: that clients would take it today, and that a key server can sign for it. */
final class CertificateRules {
    private static final Set<String> KEY_ALGORITHMS = Set.of("RSA", "EC");

    private final Proposal proposal;
    private final Predicate<String> heldKeys;
    private final Instant now;

    CertificateRules(Proposal proposal, Predicate<String> heldKeys, Instant now) {
        this.proposal = proposal;
        this.heldKeys = heldKeys;
        this.now = now;
    }

    /** One that is registered already is not judged again, so that it can still be declared once it has expired. */
    void check() {
        for (ResourceSpec spec : proposal.declared()) {
            if (spec.details() instanceof Details.Certificate certificate) {
                ResourceSpec before = proposal.before(spec.id());
                if (before == null || !before.details().equals(certificate)) {
                    chain(spec, certificate.chain());
                }
            }
        }
    }

    private void chain(ResourceSpec spec, String pem) {
        try {
            List<X509Certificate> chain = parse(pem);
            for (int i = 0; i < chain.size(); i++) {
                validity(spec, chain.get(i), i);
                if (i > 0 && !isIssuer(chain.get(i), chain.get(i - 1))) {
                    proposal.violate(
                            spec,
                            "chain",
                            "certificate " + i + " did not issue certificate " + (i - 1)
                                    + ": the leaf comes first, then each one's issuer");
                }
            }
            key(spec, chain.getFirst());
        } catch (CertificateException e) {
            proposal.violate(spec, "chain", "must be X.509 certificates in PEM");
        }
    }

    private static List<X509Certificate> parse(String pem) throws CertificateException {
        List<X509Certificate> chain = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))
                .stream()
                .map(X509Certificate.class::cast)
                .toList();
        // The factory takes PKCS #7 too, which the proxies do not.
        if (chain.isEmpty() || !pem.contains("-----BEGIN CERTIFICATE-----")) {
            throw new CertificateException("no certificate");
        }
        return chain;
    }

    private void validity(ResourceSpec spec, X509Certificate certificate, int position) {
        try {
            certificate.checkValidity(Date.from(now));
        } catch (CertificateExpiredException e) {
            proposal.violate(
                    spec,
                    "chain",
                    "certificate " + position + " expired at "
                            + certificate.getNotAfter().toInstant());
        } catch (CertificateException e) {
            proposal.violate(
                    spec,
                    "chain",
                    "certificate " + position + " is not valid before "
                            + certificate.getNotBefore().toInstant());
        }
    }

    private static boolean isIssuer(X509Certificate issuer, X509Certificate issued) {
        try {
            issued.verify(issuer.getPublicKey());
            return issued.getIssuerX500Principal().equals(issuer.getSubjectX500Principal());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private void key(ResourceSpec spec, X509Certificate leaf) {
        String algorithm = leaf.getPublicKey().getAlgorithm();
        if (!KEY_ALGORITHMS.contains(algorithm)) {
            proposal.violate(spec, "chain", "the key is of " + algorithm + "; the key servers sign with RSA and EC");
        } else if (!heldKeys.test(fingerprint(leaf))) {
            proposal.violate(
                    spec, "chain", "no key server holds the private key, whose SHA-256 is " + fingerprint(leaf));
        }
    }

    /** SHA-256 of the SubjectPublicKeyInfo, in lower-case hex. */
    static String fingerprint(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(certificate.getPublicKey().getEncoded());
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
