package io.turnpike.flow;

/** What a listener understands above its transport protocol. */
public enum Application implements Coded {
    /** Nothing: the directors forward packets (L4). */
    NONE(0),
    /** HTTP/1.1 and HTTP/2 in clear text, by the proxies (L7). */
    HTTP(1),
    /** HTTP/1.1 and HTTP/2 over TLS, by the proxies (L7). */
    HTTPS(2);

    private final int code;

    Application(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }
}
