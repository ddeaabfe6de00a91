package io.turnpike.standalone.postgres;

import io.turnpike.standalone.supervise.Health;
import io.turnpike.standalone.supervise.Probe;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Ready when a statement runs in our database. */
record JdbcProbe(String url, String user, String password) implements Probe {
    private static final String PATIENCE_SECONDS = "3";

    @Override
    public Health check() {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", PATIENCE_SECONDS);
        properties.setProperty("socketTimeout", PATIENCE_SECONDS);
        try (var connection = DriverManager.getConnection(url, properties);
                var statement = connection.createStatement()) {
            statement.execute("SELECT 1");
            return Health.up("");
        } catch (SQLException e) {
            return Health.down(String.valueOf(e.getMessage()));
        }
    }
}
