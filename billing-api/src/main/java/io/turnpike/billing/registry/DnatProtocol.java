package io.turnpike.billing.registry;

/** What a DNAT entry lets in; the number is IANA's. */
public enum DnatProtocol {
    /** Every protocol and port. */
    ALL(0),
    TCP(6),
    UDP(17);

    private final int number;

    DnatProtocol(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
