package io.turnpike.proxy;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.turnpike.flow.Backend;
import io.turnpike.proxy.UpstreamPool.Route;
import io.turnpike.proxy.http.HopByHop;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request and its response. Contents go through as they come; whichever side has no room stops the other from being
 * read. Until a response has begun, a backend that cannot be connected to gives way to the next.
 */
final class Exchange implements UpstreamPool.Taker {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final Set<HttpMethod> IDEMPOTENT = Set.of(
            HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.PUT, HttpMethod.DELETE, HttpMethod.TRACE);

    private final ClientHandler client;
    private final Worker worker;
    private final Service.State service;
    private final HttpRequest request;
    private final Queue<HttpContent> pending = new ArrayDeque<>(2);
    private final Set<Backend> tried = new HashSet<>(2);
    private @Nullable Backend backend;
    private @Nullable Upstream upstream;
    private boolean requestComplete;
    private boolean bodySent;
    private boolean responseBegun;
    private boolean retried;
    private boolean connectTimedOut;
    private boolean reusable;
    private boolean over;

    /** @param hasBody whether contents will follow */
    Exchange(ClientHandler client, Worker worker, Service.State service, HttpRequest request, boolean hasBody) {
        this.client = client;
        this.worker = worker;
        this.service = service;
        this.request = request;
        this.requestComplete = !hasBody;
        if (!hasBody) {
            pending.add(LastHttpContent.EMPTY_LAST_CONTENT);
        }
    }

    void start() {
        Backend next = choice().next(tried, System.nanoTime());
        if (next == null) {
            fail(tried.isEmpty() ? 503 : connectTimedOut ? 504 : 502);
            return;
        }
        tried.add(next);
        backend = next;
        worker.pool().take(route(next), false, this);
    }

    private WeightedRoundRobin choice() {
        return service.choices().get(worker.index());
    }

    private Route route(Backend to) {
        return new Route(
                Listeners.socketAddress(to.endpoint()), service.settings().localAddress());
    }

    @Override
    public void connected(Upstream connected) {
        if (over) {
            connected.giveBack();
            return;
        }
        upstream = connected;
        connected.begin(this, request);
        if (!requestComplete) {
            connected.waitForClient();
        }
        while (!pending.isEmpty() && !over) {
            send(connected, pending.remove());
        }
        connected.flush();
        if (!requestComplete) {
            client.setReading(connected.isWritable());
        }
    }

    @Override
    public void notConnected(Throwable cause) {
        Backend failed = backend;
        worker.metrics().upstreamErrors.increment();
        LOG.debug("backend {}: {}", failed, cause.toString());
        connectTimedOut = cause instanceof ConnectTimeoutException;
        if (failed != null) {
            choice().rest(
                            failed,
                            System.nanoTime()
                                    + TimeUnit.MILLISECONDS.toNanos(
                                            worker.timeouts().rest()));
        }
        if (!over) {
            start();
        }
    }

    // --- what the client does ---

    void requestContent(HttpContent content) {
        if (over || requestComplete) {
            content.release();
            return;
        }
        requestComplete = content instanceof LastHttpContent;
        if (upstream == null) {
            pending.add(content);
        } else {
            send(upstream, content);
        }
        if (!requestComplete) {
            client.setReading(upstream != null && upstream.isWritable());
        }
    }

    private void send(Upstream to, HttpContent content) {
        bodySent |= content.content().isReadable();
        if (content instanceof LastHttpContent last) {
            HopByHop.stripTrailers(last.trailingHeaders());
        }
        to.write(content);
        if (!requestComplete && to.isWritable()) {
            to.waitForClient();
        }
    }

    boolean isRequestComplete() {
        return requestComplete;
    }

    void flushRequest() {
        if (upstream != null) {
            upstream.flush();
        }
    }

    void clientWritable(boolean writable) {
        if (upstream != null) {
            upstream.setReading(writable);
        }
    }

    void clientGone() {
        end();
    }

    /** The client neither sends the rest of the body nor reads. */
    void clientTimedOut() {
        if (requestComplete) {
            end();
            client.abort();
        } else {
            fail(408);
        }
    }

    // --- what the backend does ---

    void response(HttpResponse response) {
        if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
            HopByHop.strip(response.headers());
            client.interim(response);
            return;
        }
        responseBegun = true;
        reusable = response.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && !HopByHop.isListed(response.headers(), HttpHeaderValues.CLOSE)
                && upstream != null
                && !upstream.decoder().endsWithConnection();
        HopByHop.strip(response.headers());
        client.respond(response);
    }

    void responseContent(HttpContent content) {
        if (content instanceof LastHttpContent last) {
            HopByHop.stripTrailers(last.trailingHeaders());
            client.write(content);
            finish();
            return;
        }
        client.write(content);
        if (upstream != null && !client.isWritable()) {
            client.flush();
            upstream.setReading(client.isWritable());
        }
    }

    private void finish() {
        over = true;
        Upstream done = upstream;
        upstream = null;
        if (done != null && reusable && requestComplete) {
            done.giveBack();
        } else if (done != null) {
            done.close();
        }
        client.finish();
    }

    void flushResponse() {
        client.flush();
    }

    void upstreamWritable(boolean writable) {
        if (!requestComplete) {
            client.setReading(writable);
        }
    }

    void upstreamClosed() {
        Upstream closed = upstream;
        upstream = null;
        if (closed == null || over) {
            return;
        }
        if (mayRetry(closed)) {
            retried = true;
            worker.metrics().upstreamRetries.increment();
            pending.add(LastHttpContent.EMPTY_LAST_CONTENT);
            worker.pool().take(closed.route(), true, this);
        } else {
            upstreamFailed("backend " + closed.route().backend() + " closed the connection");
        }
    }

    /** The backend may have closed the connection while it waited, before it saw the request. */
    private boolean mayRetry(Upstream closed) {
        return closed.isReused()
                && !retried
                && !responseBegun
                && requestComplete
                && !bodySent
                && closed.decoder().buffered() == 0
                && IDEMPOTENT.contains(request.method());
    }

    void upstreamFailed(String reason) {
        LOG.debug("{}", reason);
        worker.metrics().upstreamErrors.increment();
        fail(502);
    }

    void upstreamTimedOut() {
        fail(504);
    }

    // --- the end ---

    /** Answers with the status, unless a response has begun: then it can only be cut off. */
    void fail(int status) {
        end();
        if (responseBegun) {
            client.abort();
        } else {
            client.answer(status);
        }
    }

    private void end() {
        over = true;
        if (upstream != null) {
            upstream.close();
            upstream = null;
        }
        pending.forEach(HttpContent::release);
        pending.clear();
    }
}
