package io.turnpike.proxy.tls;

import io.turnpike.keyapi.KeyClientCounters;
import java.util.concurrent.atomic.LongAdder;

/** What became of handshakes and signatures, since the start. */
final class TlsCounters {
    final LongAdder completed = new LongAdder();
    final LongAdder failed = new LongAdder();
    /** Failed, and that for want of a signature. */
    final LongAdder unsigned = new LongAdder();
    /** No certificate of the listener is known. */
    final LongAdder withoutCertificate = new LongAdder();

    /** In the text format of Prometheus. */
    String text(KeyClientCounters keys) {
        return """
                # TYPE turnpike_proxy_tls_handshakes_total counter
                turnpike_proxy_tls_handshakes_total{outcome="completed"} %d
                turnpike_proxy_tls_handshakes_total{outcome="failed"} %d
                turnpike_proxy_tls_handshakes_total{outcome="unsigned"} %d
                turnpike_proxy_tls_handshakes_total{outcome="no_certificate"} %d
                # TYPE turnpike_proxy_signatures_total counter
                turnpike_proxy_signatures_total{outcome="signed"} %d
                turnpike_proxy_signatures_total{outcome="failed"} %d
                turnpike_proxy_signatures_total{outcome="refused"} %d
                # TYPE turnpike_proxy_signature_failovers_total counter
                turnpike_proxy_signature_failovers_total %d
                """.formatted(
                        completed.sum(),
                        failed.sum(),
                        unsigned.sum(),
                        withoutCertificate.sum(),
                        keys.signed(),
                        keys.failed(),
                        keys.refused(),
                        keys.failedOver());
    }
}
