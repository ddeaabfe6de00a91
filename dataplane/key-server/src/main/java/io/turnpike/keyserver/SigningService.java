package io.turnpike.keyserver;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.StreamObserver;
import io.turnpike.keyapi.KeyId;
import io.turnpike.keyapi.SignatureScheme;
import io.turnpike.keyapi.grpc.KeyServiceGrpc;
import io.turnpike.keyapi.grpc.SignRequest;
import io.turnpike.keyapi.grpc.SignResponse;
import java.security.GeneralSecurityException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signs, and writes down who asked for what. */
final class SigningService extends KeyServiceGrpc.KeyServiceImplBase {
    private static final Logger LOG = LoggerFactory.getLogger(SigningService.class);
    /** A TLS server signs a transcript hash (TLS 1.3) or two nonces and a key share (TLS 1.2): 200 octets at most. */
    private static final int LARGEST_INPUT_OCTETS = 1024;

    private final KeyRing keys;
    private final Counters counters;

    SigningService(KeyRing keys, Counters counters) {
        this.keys = keys;
        this.counters = counters;
    }

    @Override
    public void sign(SignRequest request, StreamObserver<SignResponse> observer) {
        String client = ClientName.current();
        try {
            byte[] signature = sign(client, request);
            counters.signed.increment();
            observer.onNext(SignResponse.newBuilder()
                    .setSignature(ByteString.copyFrom(signature))
                    .build());
            observer.onCompleted();
        } catch (StatusException e) {
            counters.refused.increment();
            LOG.warn("{} was refused a signature: {}", client, e.getStatus().getDescription());
            observer.onError(e);
        }
    }

    private byte[] sign(String client, SignRequest request) throws StatusException {
        if (request.getSpkiSha256().size() != 32) {
            throw invalid("spki_sha256 has " + request.getSpkiSha256().size() + " octets, not 32");
        }
        KeyId id = KeyId.of(request.getSpkiSha256().toByteArray());
        SignatureScheme scheme = SignatureScheme.of(request.getSignatureScheme())
                .orElseThrow(() ->
                        invalid("signature scheme 0x%04x is not supported".formatted(request.getSignatureScheme())));
        if (request.getInput().size() > LARGEST_INPUT_OCTETS) {
            throw invalid("an input of %d octets is larger than %d"
                    .formatted(request.getInput().size(), LARGEST_INPUT_OCTETS));
        }
        HeldKey key = keys.find(id)
                .orElseThrow(() -> Status.NOT_FOUND
                        .withDescription("there is no key " + id)
                        .asException());
        if (!key.fits(scheme)) {
            throw invalid("scheme " + scheme + " does not fit key " + id);
        }
        LOG.info("{} has {} sign with {}", client, id, scheme);
        try {
            return key.sign(scheme, request.getInput().toByteArray());
        } catch (GeneralSecurityException e) {
            LOG.error(
                    "key {} did not sign with {}: {}", id, scheme, e.getClass().getName());
            throw Status.INTERNAL.withDescription("signing failed").asException();
        }
    }

    private static StatusException invalid(String description) {
        return Status.INVALID_ARGUMENT.withDescription(description).asException();
    }
}
