package io.turnpike.metering.sink;

import com.clickhouse.client.api.Client;
import java.io.Serializable;
import java.time.temporal.ChronoUnit;

/**
 * Where the store is and who we are there.
 *
 * @param cluster whose servers each keep a replica of the tables; empty for one server
 */
public record ClickHouse(String url, String database, String user, String password, String cluster)
        implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int TIMEOUT_SECONDS = 30;

    /** A client of our database; it retries nothing by itself, since we know better what may be repeated. */
    public Client connect() {
        return connect(database);
    }

    Client connect(String toDatabase) {
        return new Client.Builder()
                .addEndpoint(url)
                .setUsername(user)
                .setPassword(password)
                .setDefaultDatabase(toDatabase)
                .compressClientRequest(false)
                .compressServerResponse(false)
                .setMaxRetries(0)
                .setConnectTimeout(TIMEOUT_SECONDS, ChronoUnit.SECONDS)
                .setSocketTimeout(TIMEOUT_SECONDS, ChronoUnit.SECONDS)
                .build();
    }

    @Override
    public String toString() {
        return url + "/" + database + " as " + user;
    }
}
