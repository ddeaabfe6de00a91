package io.turnpike.node.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.Configuration;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.IpPrefix;
import io.turnpike.flow.NodeRole;
import io.turnpike.flow.Resource;
import io.turnpike.flow.ResourceKind;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckerAddressesTest {
    private static List<String> of(NodeRole role, String... ranges) {
        Resource node = new Resource(
                "node",
                1,
                ResourceKind.NODE,
                1,
                List.of(),
                new Configuration.Node(
                        role, Arrays.stream(ranges).map(IpPrefix::parse).toList(), List.of()));
        return CheckerAddresses.of(node).stream().map(IpAddress::toString).toList();
    }

    @Test
    void shouldBeTheLastOfTheFirstRangeOfAFamily() {
        assertThat(of(NodeRole.DIRECTOR, "100.64.1.0/24", "100.64.9.0/24", "fd64:1::/120"))
                .containsExactly("100.64.1.255", "fd64:1:0:0:0:0:0:ff");
        assertThat(of(NodeRole.DIRECTOR, "fd64:1::/64")).containsExactly("fd64:1:0:0:ffff:ffff:ffff:ffff");
        assertThat(of(NodeRole.DIRECTOR, "fd64::/48")).containsExactly("fd64:0:0:ffff:ffff:ffff:ffff:ffff");
    }

    @Test
    void shouldLeaveADirectorItsOnlyAddress() {
        assertThat(of(NodeRole.DIRECTOR, "100.64.1.7/32", "fd64:1::7/128")).isEmpty();
        assertThat(of(NodeRole.DIRECTOR, "100.64.1.7/32", "100.64.2.0/31")).containsExactly("100.64.2.1");
    }

    @Test
    void shouldBeOfDirectorsOnly() {
        assertThat(of(NodeRole.PROXY, "100.64.2.0/24")).isEmpty();
    }
}
