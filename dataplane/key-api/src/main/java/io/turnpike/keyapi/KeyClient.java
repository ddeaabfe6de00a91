package io.turnpike.keyapi;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.turnpike.keyapi.grpc.SignRequest;
import io.turnpike.keyapi.grpc.SignResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the key servers for signatures. A call goes to the server that answered last; if that one is away, or does not
 * answer within the deadline, the next one is asked at once, each at most once a call.
 */
public final class KeyClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyClient.class);

    private final List<KeyServerChannel> servers;
    private final SocketFactory sockets;
    private final Duration deadline;
    private final Semaphore inFlight;
    private final KeyClientCounters counters = new KeyClientCounters();
    /** Index of the server that is asked first. */
    private final AtomicInteger preferred = new AtomicInteger();

    /**
     * A client, which connects to every server and keeps to it.
     *
     * @throws IOException if the certificate, its key or the authority cannot be read
     */
    public KeyClient(KeyClientConfig config) throws IOException {
        sockets = new SocketFactory(config.networkNamespace());
        deadline = config.deadline();
        inFlight = new Semaphore(config.inFlightLimit());
        servers = new ArrayList<>();
        for (KeyServerAddress server : config.servers()) {
            servers.add(new KeyServerChannel(server, config, sockets));
        }
    }

    /**
     * Signs; never blocks. The future fails with a {@link KeyServiceException}, at the latest when every server had its
     * deadline.
     *
     * @param input not yet hashed
     */
    public CompletableFuture<byte[]> sign(KeyId key, int signatureScheme, byte[] input) {
        CompletableFuture<byte[]> signature = new CompletableFuture<>();
        if (!inFlight.tryAcquire()) {
            counters.refused.increment();
            signature.completeExceptionally(new KeyServiceException("too many signatures are under way"));
            return signature;
        }
        SignRequest request = SignRequest.newBuilder()
                .setSpkiSha256(ByteString.copyFrom(key.octets()))
                .setSignatureScheme(signatureScheme)
                .setInput(ByteString.copyFrom(input))
                .build();
        ask(preferred.get(), servers.size(), request, signature);
        return signature;
    }

    public KeyClientCounters counters() {
        return counters;
    }

    private void ask(int server, int chances, SignRequest request, CompletableFuture<byte[]> signature) {
        FutureCallback<SignResponse> answer = new FutureCallback<>() {
            @Override
            public void onSuccess(SignResponse response) {
                counters.signed.increment();
                inFlight.release();
                signature.complete(response.getSignature().toByteArray());
            }

            @Override
            public void onFailure(Throwable cause) {
                failed(server, chances - 1, request, signature, cause);
            }
        };
        Futures.addCallback(servers.get(server).sign(request, deadline), answer, MoreExecutors.directExecutor());
    }

    private void failed(
            int server, int chances, SignRequest request, CompletableFuture<byte[]> signature, Throwable cause) {
        Status status = Status.fromThrowable(cause);
        int next = (server + 1) % servers.size();
        if (isAway(status) && preferred.compareAndSet(server, next)) {
            LOG.warn("{} is away ({}); {} is asked first from now on", servers.get(server), status, servers.get(next));
        }
        if (chances > 0 && anotherMayDo(status)) {
            counters.failedOver.increment();
            ask(next, chances, request, signature);
            return;
        }
        counters.failed.increment();
        servers.forEach(KeyServerChannel::reconnectSoon);
        inFlight.release();
        signature.completeExceptionally(new KeyServiceException(
                "no key server signed; %s said %s".formatted(servers.get(server), describe(status)), cause));
    }

    private static boolean isAway(Status status) {
        return status.getCode() == Status.Code.UNAVAILABLE || status.getCode() == Status.Code.DEADLINE_EXCEEDED;
    }

    /** Another one may be alive, less busy, or hold the key; but what does not fit the key fits nowhere. */
    private static boolean anotherMayDo(Status status) {
        return switch (status.getCode()) {
            case INVALID_ARGUMENT, CANCELLED -> false;
            default -> true;
        };
    }

    private static String describe(Status status) {
        String description = status.getDescription();
        return description == null ? status.getCode().toString() : status.getCode() + " (" + description + ")";
    }

    @Override
    public void close() {
        servers.forEach(KeyServerChannel::close);
        sockets.close();
    }
}
