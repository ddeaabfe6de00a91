package io.turnpike.billing.database;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Runs work in transactions, one connection each. */
@ApplicationScoped
public class Database {
    private final DataSource dataSource;

    Database(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Work inside a transaction; what it throws rolls everything back. */
    @FunctionalInterface
    public interface Work<T> {
        T run(Session session) throws SQLException;
    }

    /**
     * Commits what {@code work} did, or nothing of it.
     *
     * @throws DatabaseException if the database refused or is away
     */
    public <T> T transact(Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            return transact(connection, work);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** Reads from one snapshot, so that several queries agree with each other. */
    public <T> T read(Work<T> work) {
        return transact(session -> {
            session.update("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
            return work.run(session);
        });
    }

    private static <T> T transact(Connection connection, Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        boolean committed = false;
        try {
            T result = work.run(new Session(connection));
            connection.commit();
            committed = true;
            return result;
        } finally {
            if (!committed) {
                connection.rollback();
            }
            connection.setAutoCommit(true);
        }
    }
}
