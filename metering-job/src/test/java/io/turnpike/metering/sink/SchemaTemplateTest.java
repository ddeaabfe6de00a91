package io.turnpike.metering.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaTemplateTest {
    static java.util.List<String> steps() {
        return Migrations.STEPS;
    }

    @ParameterizedTest
    @MethodSource("steps")
    void shouldMakeEveryTableOfOneServer(String step) {
        assertThat(Migrations.statements(step))
                .allSatisfy(statement -> assertThat(new SchemaTemplate("").fill(statement))
                        .doesNotContain("${", "ON CLUSTER", "Replicated"));
    }

    @ParameterizedTest
    @MethodSource("steps")
    void shouldMakeEveryTableOfEachServerOfACluster(String step) {
        assertThat(Migrations.statements(step))
                .filteredOn(statement -> statement.startsWith("CREATE TABLE"))
                .allSatisfy(statement -> assertThat(new SchemaTemplate("turnpike").fill(statement))
                        .contains(" ON CLUSTER 'turnpike'", "ENGINE = ReplicatedReplacingMergeTree")
                        .doesNotContain("${", "non_replicated"));
        assertThatThrownBy(() -> new SchemaTemplate("a'b")).hasMessageContaining("TURNPIKE_CLICKHOUSE_CLUSTER");
    }
}
