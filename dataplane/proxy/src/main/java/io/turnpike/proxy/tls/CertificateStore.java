package io.turnpike.proxy.tls;

import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.security.cert.CertificateException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates of the registry, each with its BoringSSL context. A context that was replaced lives on while
 * connections use it: every engine holds a reference of its own.
 */
final class CertificateStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateStore.class);

    private final ContextFactory contexts;
    private Map<String, Entry> entries = Map.of();

    /** Makes the context of a certificate. */
    interface ContextFactory {
        SslContext make(ServerCertificate certificate) throws SSLException;
    }

    private record Entry(String pem, ServerCertificate certificate, SslContext context) {}

    CertificateStore(ContextFactory contexts) {
        this.contexts = contexts;
    }

    /** Puts these in the place of all others. One that cannot be read leaves its id with what it had. */
    void replace(Map<String, String> chainPemById) {
        Map<String, Entry> before = snapshot();
        Map<String, Entry> after = new HashMap<>();
        chainPemById.forEach((id, pem) -> {
            Entry entry = entry(id, pem, before.get(id));
            if (entry != null) {
                after.put(id, entry);
            }
        });
        swap(after);
        before.forEach((id, entry) -> {
            if (!entry.equals(after.get(id))) {
                ReferenceCountUtil.release(entry.context());
            }
        });
    }

    private @Nullable Entry entry(String id, String pem, @Nullable Entry before) {
        if (before != null && before.pem().equals(pem)) {
            return before;
        }
        try {
            ServerCertificate certificate = ServerCertificate.parse(pem);
            return new Entry(pem, certificate, contexts.make(certificate));
        } catch (CertificateException | SSLException e) {
            LOG.error(
                    "certificate {} cannot be used, {}: {}",
                    id,
                    before == null ? "its listeners go without" : "the one before stays",
                    e.getMessage());
            return before;
        }
    }

    private synchronized Map<String, Entry> snapshot() {
        return entries;
    }

    private synchronized void swap(Map<String, Entry> after) {
        entries = Map.copyOf(after);
    }

    /**
     * The context for a client, with a reference that the caller has to release. Found and retained under the lock, so
     * that it cannot be released in between.
     */
    synchronized Optional<SslContext> acquire(List<String> ids, ClientHello hello) {
        List<Entry> known =
                ids.stream().map(entries::get).filter(Objects::nonNull).toList();
        List<ServerCertificate> certificates =
                known.stream().map(Entry::certificate).toList();
        return CertificateChoice.choose(certificates, hello)
                .map(chosen -> known.get(certificates.indexOf(chosen)).context())
                .map(ReferenceCountUtil::retain);
    }

    @Override
    public void close() {
        replace(Map.of());
    }
}
