package io.turnpike.proxy;

/**
 * How long the proxy waits, in milliseconds.
 *
 * @param head from the first octet of a request to the end of its head
 * @param idle between requests of a client's connection
 * @param client for a client to send more of a body, or to make room for more of a response
 * @param connect to a backend
 * @param backend for a backend to send something, or to make room for more of a request
 * @param pooled that a connection to a backend is kept unused; less than what backends usually keep theirs
 * @param rest that a backend which could not be connected to is left alone, if there is another
 * @param drain for requests in flight when the proxy stops
 */
public record Timeouts(
        long head, long idle, long client, long connect, long backend, long pooled, long rest, long drain) {
    public static final Timeouts DEFAULT = new Timeouts(10_000, 60_000, 30_000, 3_000, 60_000, 15_000, 5_000, 10_000);
}
