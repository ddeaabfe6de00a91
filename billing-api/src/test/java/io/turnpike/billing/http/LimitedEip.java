package io.turnpike.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.Direction;
import io.turnpike.flow.DropReason;
import io.turnpike.flow.LiveCell;
import io.turnpike.flow.ObservationPoint;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** An EIP of the account acme, as the packet path calls it. */
record LimitedEip(String id, int number, int bindingId) {
    static LimitedEip declare(Api api, DataSource database, String id, int address, String bandwidth) {
        Api.Answer applied = api.apply(
                "{'id': 'ecs-%s', 'kind': 'ECS', 'account': 'acme', 'vpc': 40, 'privateAddress': '10.40.0.%d'}"
                        .formatted(id, address),
                """
                {'id': '%s', 'kind': 'EIP', 'account': 'acme', 'vpc': 40, 'address': '203.0.113.20%d',
                 'boundTo': 'ecs-%s', %s}""".formatted(id, address, id, bandwidth));
        assertThat(applied.status()).as(applied.response().body()).isEqualTo(200);
        return find(database, id);
    }

    private static LimitedEip find(DataSource database, String id) {
        String sql = """
                SELECT number, binding_id FROM resources r JOIN bindings b ON b.resource_id = r.id
                WHERE r.id = ? AND valid_to IS NULL""";
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, id);
            try (ResultSet row = statement.executeQuery()) {
                assertThat(row.next()).isTrue();
                return new LimitedEip(id, row.getInt(1), row.getInt(2));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static void execute(DataSource database, String sql, boolean parameter) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setBoolean(1, parameter);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Octets out of it since the counters of a node began. */
    LiveCell out(long octets) {
        return new LiveCell(ObservationPoint.BORDER, number, bindingId, Direction.OUT, DropReason.NONE, octets, 1);
    }
}
