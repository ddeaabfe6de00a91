package io.turnpike.billing.webhook;

/** How an attempt ended. */
sealed interface Outcome {
    /** For people. */
    String text();

    /** The receiver has it. */
    record Delivered(String text) implements Outcome {}

    /** It may work later. */
    record Failed(String text) implements Outcome {}

    /** The receiver wants no more messages, ever. */
    record Gone(String text) implements Outcome {}

    static Outcome ofStatus(int status) {
        String text = "HTTP " + status;
        if (status == 410) {
            return new Gone(text);
        }
        return status / 100 == 2 ? new Delivered(text) : new Failed(text);
    }
}
