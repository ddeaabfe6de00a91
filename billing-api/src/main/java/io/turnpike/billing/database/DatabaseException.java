package io.turnpike.billing.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** PostgreSQL refused a statement or cannot be reached. */
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final boolean unreachable;

    DatabaseException(SQLException cause) {
        super(cause);
        this.unreachable = isUnreachable(cause.getSQLState());
    }

    /** Trying again later may help. */
    public boolean isUnreachable() {
        return unreachable;
    }

    /** Class 08 is a lost connection, 57 a server that shuts down, 53 one without resources; none is a pool's time-out. */
    private static boolean isUnreachable(@Nullable String sqlState) {
        return sqlState == null || sqlState.startsWith("08") || sqlState.startsWith("57P") || sqlState.startsWith("53");
    }
}
