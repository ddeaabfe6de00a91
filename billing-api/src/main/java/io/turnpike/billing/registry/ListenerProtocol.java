package io.turnpike.billing.registry;

/** What a listener listens for; the number is IANA's. */
public enum TransportProtocol {
    TCP(6),
    UDP(17);

    private final int number;

    TransportProtocol(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
