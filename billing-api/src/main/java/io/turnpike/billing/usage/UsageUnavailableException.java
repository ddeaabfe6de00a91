package io.turnpike.billing.usage;

/** ClickHouse is away, too slow, or the metering job has not made its tables yet. */
public final class UsageUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
