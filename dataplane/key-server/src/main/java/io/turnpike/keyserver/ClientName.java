package io.turnpike.keyserver;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets calls through whose verified client certificate has an allowed DNS name (RFC 5280 subjectAltName). */
final class ClientName implements ServerInterceptor {
    private static final Logger LOG = LoggerFactory.getLogger(ClientName.class);
    private static final Context.Key<String> NAME = Context.key("client-name");
    private static final int DNS_NAME = 2;

    private final Set<String> allowed;
    private final Counters counters;

    ClientName(Set<String> allowed, Counters counters) {
        this.allowed = allowed;
        this.counters = counters;
    }

    /** Who makes the present call. */
    static String current() {
        return NAME.get();
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        List<String> names = names(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
        for (String name : names) {
            if (allowed.contains(name)) {
                return Contexts.interceptCall(Context.current().withValue(NAME, name), call, headers, next);
            }
        }
        counters.denied.increment();
        LOG.warn("a client certificate for {} is not for one of {}", names, allowed);
        call.close(
                Status.PERMISSION_DENIED.withDescription("the certificate's names " + names + " may not sign"),
                new Metadata());
        return new ServerCall.Listener<>() {};
    }

    private static List<String> names(@Nullable SSLSession session) {
        try {
            if (session == null) {
                return List.of();
            }
            Certificate leaf = session.getPeerCertificates()[0];
            Collection<List<?>> names = ((X509Certificate) leaf).getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> name.getFirst().equals(DNS_NAME))
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
        } catch (SSLPeerUnverifiedException | CertificateParsingException e) {
            return List.of();
        }
    }
}
