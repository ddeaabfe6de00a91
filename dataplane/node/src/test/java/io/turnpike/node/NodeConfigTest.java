package io.turnpike.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.turnpike.node.role.NodeInterface;
import io.turnpike.node.role.Role.Hook;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullMarked
class NodeConfigTest {
    private final Map<String, String> environment = new HashMap<>(Map.of(
            "TURNPIKE_NODE_NAME", "director1",
            "TURNPIKE_NODE_NUMBER", "1",
            "TURNPIKE_NODE_ROLE", "director",
            "TURNPIKE_NODE_INTERFACES", "eth0=public, eth1=private",
            "TURNPIKE_BPF_FOLDER", "/sys/fs/bpf/turnpike",
            "TURNPIKE_SPOOL_FOLDER", "/var/spool/turnpike",
            "TURNPIKE_KAFKA_BOOTSTRAP", "127.0.0.1:9092",
            "TURNPIKE_HEALTH_PORT", "9100"));

    @Test
    void shouldHaveTheseDefaults() {
        NodeConfig config = NodeConfig.from(environment);
        assertThat(config.hook()).isEqualTo(Hook.TC);
        assertThat(config.sessions()).isEqualTo(65_536);
        assertThat(config.intervalSeconds()).isEqualTo(10);
        assertThat(config.spoolLimitOctets()).isEqualTo(1L << 30);
        assertThat(config.interfaces()).extracting(NodeInterface::name).isEqualTo(List.of("eth0", "eth1"));
    }

    @ParameterizedTest
    @CsvSource({
        "TURNPIKE_NODE_NUMBER, x, is not a number",
        "TURNPIKE_NODE_NUMBER, 0, not in 1..65535",
        "TURNPIKE_NODE_NAME, '', TURNPIKE_NODE_NAME is not set",
        "TURNPIKE_NODE_INTERFACES, eth0, not of the form",
        "TURNPIKE_NODE_INTERFACES, vif1=ecs1@/run/netns/x, not of the form",
        "TURNPIKE_NODE_SESSIONS, 1000, power of two",
    })
    void shouldSayWhichSettingIsWrong(String name, String value, String message) {
        environment.put(name, value);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NodeConfig.from(environment))
                .withMessageContaining(message);
    }

    @Test
    void shouldReadTheFarEndOfAnInterface() {
        assertThat(NodeInterface.parse("vif1=ecs1@/run/netns/tp-ecs1:eth0"))
                .containsExactly(new NodeInterface("vif1", "ecs1", "/run/netns/tp-ecs1", "eth0"));
    }
}
