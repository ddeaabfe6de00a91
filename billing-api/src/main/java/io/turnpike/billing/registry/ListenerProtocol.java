package io.turnpike.billing.registry;

import io.turnpike.flow.Application;

/** What a listener listens for; the number is IANA's. */
public enum ListenerProtocol {
    TCP(6, Application.NONE),
    UDP(17, Application.NONE),
    HTTP(6, Application.HTTP),
    HTTPS(6, Application.HTTPS);

    private final int number;
    private final Application application;

    ListenerProtocol(int number, Application application) {
        this.number = number;
        this.application = application;
    }

    int number() {
        return number;
    }

    /** Served by the directors alone. */
    public boolean isTransport() {
        return application == Application.NONE;
    }

    Application application() {
        return application;
    }
}
