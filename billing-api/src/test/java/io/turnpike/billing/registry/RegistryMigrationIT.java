package io.turnpike.billing.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** A registry that was filled before resources were kept as declared. */
class RegistryMigrationIT {
    private static final String BEFORE = """
            INSERT INTO plans VALUES ('standard', 'CNY');
            INSERT INTO accounts VALUES ('acme', 'ACME', 'CNY', 'Asia/Shanghai');
            INSERT INTO resources (id, kind, bound_to, local_addresses, registry_version) VALUES
                ('director1', 'NODE', NULL, '{100.64.1.0/24}', 1), ('ecs1', 'ECS', NULL, '{}', 2),
                ('ecs2', 'ECS', NULL, '{}', 3), ('eip-2', 'EIP', 'ecs2', '{}', 4), ('slb-web', 'SLB', NULL, '{}', 5),
                ('slb-bare', 'SLB', NULL, '{}', 6), ('eip-free', 'EIP', NULL, '{}', 7);
            INSERT INTO bindings (resource_id, account_id, vpc_id, public_address, private_address, public_bandwidth,
                                  valid_from, valid_to) VALUES
                ('ecs1', 'acme', 9, NULL, '10.9.0.1', false, '2026-01-01', '2026-02-01'),
                ('ecs1', 'acme', 1, NULL, '10.0.0.11', false, '2026-02-01', NULL),
                ('ecs2', 'acme', 1, '203.0.113.40', '10.0.0.12', true, '2026-01-01', NULL),
                ('eip-2', 'acme', 1, '203.0.113.20', '10.0.0.12', false, '2026-01-01', NULL),
                ('slb-web', 'acme', 1, '203.0.113.10', NULL, false, '2026-01-01', NULL),
                ('slb-bare', 'acme', 1, '2001:db8::5', NULL, false, '2026-01-01', NULL),
                ('eip-free', 'acme', 1, '203.0.113.21', NULL, false, '2026-01-01', NULL);
            INSERT INTO listeners VALUES ('slb-web', 0, 'UDP', 7), ('slb-web', 1, 'TCP', 80);
            INSERT INTO backends VALUES ('slb-web', 1, 0, 'ecs2', 80, 50), ('slb-web', 1, 1, 'ecs1', 8080, 100);
            """;

    private static final String SAME = Declarations.resources(
            Declarations.NODE,
            Declarations.ECS1,
            Declarations.ECS2.replace("}", ", publicAddress: '203.0.113.40', publicBandwidth: true}"),
            Declarations.EIP,
            "{id: 'slb-web', kind: 'SLB', account: 'acme', vpc: 1, address: '203.0.113.10', listeners: ["
                    + "{protocol: 'UDP', port: 7}, {protocol: 'TCP', port: 80, backends: ["
                    + "{resource: 'ecs2', port: 80, weight: 50}, {resource: 'ecs1', port: 8080}]}]}",
            "{id: 'slb-bare', kind: 'SLB', account: 'acme', vpc: 1, address: '2001:db8::5'}",
            "{id: 'eip-free', kind: 'EIP', account: 'acme', vpc: 1, address: '203.0.113.21'}");

    private static void migrate(DataSource database, String version) {
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/postgresql")
                .target(version)
                .load()
                .migrate();
    }

    private static Map<String, ResourceSpec> kept(Statement statement) throws Exception {
        Map<String, ResourceSpec> specs = new HashMap<>();
        try (ResultSet rows = statement.executeQuery("SELECT id, declaration FROM resources")) {
            while (rows.next()) {
                Violations violations = new Violations();
                var json = new JsonMapper().readTree(rows.getString("declaration"));
                specs.put(rows.getString("id"), ResourceReader.resource(new Fields(json, "", violations)));
                assertThat(violations.toList()).isEmpty();
            }
        }
        return specs;
    }

    @Test
    void shouldKeepWhatWasDeclaredBefore() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            DataSource database = postgres.getPostgresDatabase();
            migrate(database, "1");
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(BEFORE);
                migrate(database, "2");
                assertThat(kept(statement).values())
                        .containsExactlyInAnyOrderElementsOf(
                                Declarations.declaration(SAME).resources());
            }
        }
    }
}
