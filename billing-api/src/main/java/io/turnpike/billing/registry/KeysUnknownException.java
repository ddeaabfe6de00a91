package io.turnpike.billing.registry;

/** Kafka does not say now which private keys the key servers hold. */
public final class KeysUnknownException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KeysUnknownException(Throwable cause) {
        super("Kafka does not answer, so it cannot be told whether a key server holds the certificate's key", cause);
    }
}
