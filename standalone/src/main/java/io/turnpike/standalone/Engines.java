package io.turnpike.standalone;

import io.turnpike.standalone.cache.Cache;
import io.turnpike.standalone.clickhouse.ClickHouse;
import io.turnpike.standalone.kafka.Kafka;
import io.turnpike.standalone.postgres.PostgreSql;
import io.turnpike.standalone.supervise.DataDirectory;
import io.turnpike.standalone.supervise.Part;
import io.turnpike.standalone.supervise.Ports;
import io.turnpike.standalone.supervise.Secrets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The three engines of a data directory: their parts, and where they are. */
public record Engines(Kafka kafka, ClickHouse clickHouse, PostgreSql postgreSql) {
    static Engines in(DataDirectory data, Ports ports, Secrets secrets, Deployment deployment) throws IOException {
        return new Engines(
                Kafka.in(data, ports, deployment.brokers()),
                ClickHouse.in(data, ports, secrets),
                PostgreSql.in(data, ports, secrets));
    }

    List<Part> parts(Cache cache, Consumer<String> say) throws IOException {
        var parts = new ArrayList<>(kafka.parts());
        parts.add(clickHouse.part(cache, say));
        parts.add(postgreSql.part(cache));
        return parts;
    }

    /** Where they are, as the variables of the process contract ({@code TURNPIKE_KAFKA_BOOTSTRAP} and so on). */
    public Map<String, String> environment() {
        var environment = new LinkedHashMap<String, String>();
        environment.putAll(kafka.environment());
        environment.putAll(clickHouse.environment());
        environment.putAll(postgreSql.environment());
        return environment;
    }
}
