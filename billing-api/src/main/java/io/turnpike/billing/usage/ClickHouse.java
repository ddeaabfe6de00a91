package io.turnpike.billing.usage;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.ClientFaultCause;
import com.clickhouse.client.api.ServerException;
import com.clickhouse.client.api.query.GenericRecord;
import com.clickhouse.client.api.query.QuerySettings;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Asks ClickHouse. Parameters are bound by the server, and neither time nor rows of a query are unlimited. */
@ApplicationScoped
class ClickHouse {
    private static final Logger LOG = Logger.getLogger(ClickHouse.class);
    private static final int QUERY_SECONDS = 10;
    private static final int CONNECT_SECONDS = 2;
    private static final String MOST_ROWS = "1000000";

    /** UNKNOWN_TABLE and UNKNOWN_DATABASE: the metering job makes them when it first starts. */
    private static final Set<Integer> NOT_MADE_YET = Set.of(60, 81);

    private final Client client;

    ClickHouse(
            @ConfigProperty(name = "turnpike.clickhouse.url") String url,
            @ConfigProperty(name = "turnpike.clickhouse.database") String database,
            @ConfigProperty(name = "turnpike.clickhouse.user") String user,
            @ConfigProperty(name = "turnpike.clickhouse.password") Optional<String> password) {
        this.client = new Client.Builder()
                .addEndpoint(url)
                .setUsername(user)
                .setPassword(password.orElse(""))
                .setDefaultDatabase(database)
                .setConnectTimeout(CONNECT_SECONDS, ChronoUnit.SECONDS)
                .setSocketTimeout(QUERY_SECONDS + 2L, ChronoUnit.SECONDS)
                .retryOnFailures(ClientFaultCause.NoHttpResponse)
                .useServerTimeZone(false)
                .useTimeZone("UTC")
                .setClientName("turnpike-billing-api")
                .build();
    }

    List<GenericRecord> query(String sql, Map<String, Object> parameters) {
        QuerySettings settings = new QuerySettings()
                .serverSetting("max_execution_time", String.valueOf(QUERY_SECONDS))
                .serverSetting("max_result_rows", MOST_ROWS)
                .serverSetting("result_overflow_mode", "throw");
        try {
            return client.queryAll(sql, parameters, settings);
        } catch (RuntimeException e) {
            throw new UsageUnavailableException(reason(e), e);
        }
    }

    /** The client wraps what the server said into exceptions of its own. */
    private static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ServerException server) {
                LOG.warnf("ClickHouse: %s", server.getMessage());
                return NOT_MADE_YET.contains(server.getCode())
                        ? "the usage store is empty: the metering job has not made its tables yet"
                        : "the usage store refused or gave up the query";
            }
        }
        return "the usage store cannot be reached";
    }

    @PreDestroy
    void close() {
        client.close();
    }
}
