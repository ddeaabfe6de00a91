package io.turnpike.billing.webhook;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends one message. A receiver that is slow, that redirects or that answers without end costs us {@value
 * #WHOLE_SECONDS} s and {@value #MOST_OCTETS} octets and no more; of its answer only the status counts.
 */
final class Sender implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int WHOLE_SECONDS = 15;
    private static final int MOST_HEADER_OCTETS = 8 << 10;
    private static final int MOST_OCTETS = 64 << 10;

    private final TargetRules targets;
    private final InstantSource clock;
    private final HttpClient client;

    Sender(Vertx vertx, TargetRules targets, InstantSource clock) {
        this.targets = targets;
        this.clock = clock;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout(CONNECT_MILLIS)
                .setSslHandshakeTimeout(CONNECT_MILLIS)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout(WHOLE_SECONDS)
                .setMaxHeaderSize(MOST_HEADER_OCTETS)
                .setKeepAlive(false));
    }

    /** Waits for the answer; call it on a thread that may wait. */
    Outcome send(Message message) {
        try {
            InetAddress address = targets.resolve(message.url());
            CompletableFuture<Integer> status = client.request(options(message, address))
                    .compose(request -> request.send(message.body()))
                    .map(Sender::statusOf)
                    .toCompletionStage()
                    .toCompletableFuture();
            return Outcome.ofStatus(status.get(WHOLE_SECONDS, TimeUnit.SECONDS));
        } catch (RefusedTargetException e) {
            return new Outcome.Failed("the url " + e.getMessage());
        } catch (TimeoutException e) {
            return new Outcome.Failed("no answer within " + WHOLE_SECONDS + " s");
        } catch (ExecutionException | CompletionException e) {
            return new Outcome.Failed(why(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Failed("interrupted");
        }
    }

    /** The name is for the certificate and the header Host; the connection goes to the address that was looked at. */
    private RequestOptions options(Message message, InetAddress address) {
        URI url = message.url();
        boolean ssl = url.getScheme().toLowerCase(Locale.ROOT).equals("https");
        int port = url.getPort() >= 0 ? url.getPort() : ssl ? 443 : 80;
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                .setHost(url.getHost())
                .setPort(port)
                .setSsl(ssl)
                .setURI(url.getRawQuery() == null ? path : path + "?" + url.getRawQuery())
                .setFollowRedirects(false)
                .setTimeout(TimeUnit.SECONDS.toMillis(WHOLE_SECONDS))
                .setHeaders(headers(message));
    }

    private MultiMap headers(Message message) {
        long now = clock.instant().getEpochSecond();
        return MultiMap.caseInsensitiveMultiMap()
                .add("content-type", "application/json")
                .add("user-agent", "Turnpike")
                .add("webhook-id", message.eventId())
                .add("webhook-timestamp", Long.toString(now))
                .add("webhook-signature", message.secret().sign(message.eventId(), now, message.body()));
    }

    private static int statusOf(HttpClientResponse response) {
        long[] octets = {0};
        response.handler(buffer -> {
            octets[0] += buffer.length();
            if (octets[0] > MOST_OCTETS) {
                response.request().connection().close();
            }
        });
        return response.statusCode();
    }

    private static String why(Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        String message = cause.getMessage();
        return message == null
                ? cause.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    @Override
    public void close() {
        client.close();
    }
}
