package io.turnpike.proxy.http;

/** A message that is malformed, ambiguous or too large. */
final class MalformedMessage extends Exception {
    private final int status;

    MalformedMessage(int status, String reason) {
        // Anybody can make us throw it, as often as he likes, so it must cost little.
        super(reason, null, false, false);
        this.status = status;
    }

    static MalformedMessage bad(String reason) {
        return new MalformedMessage(400, reason);
    }

    Refusal refusal() {
        return new Refusal(status, String.valueOf(getMessage()));
    }
}
