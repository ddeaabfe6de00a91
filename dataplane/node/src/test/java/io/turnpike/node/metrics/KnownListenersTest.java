package io.turnpike.node.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.Binding;
import io.turnpike.flow.Configuration;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.Listener;
import io.turnpike.flow.Resource;
import io.turnpike.flow.ResourceKind;
import io.turnpike.node.maps.ListenerKey;
import io.turnpike.registry.Registry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KnownListenersTest {
    private static final IpAddress VIP = IpAddress.parse("203.0.113.10");

    private static KnownListeners listeners(Listener... listeners) {
        Binding binding = new Binding(21, "acme", 7, VIP, null, null, false, 0, Binding.OPEN);
        Resource slb = new Resource(
                "slb", 4, ResourceKind.SLB, 1, List.of(binding), new Configuration.LoadBalancer(List.of(listeners)));
        return KnownListeners.of(new Registry(Map.of("slb", slb)));
    }

    @Test
    void shouldFindAPortOfItsOwnBeforeARange() {
        KnownListeners known = listeners(
                Listener.transport(6, 80, List.of()).withLastPort(90),
                Listener.transport(6, 80, List.of()),
                Listener.transport(17, 85, List.of()));
        assertThat(known.listener(4, 6, 80)).contains(new Subject("slb", 6, 80, 80));
        assertThat(known.listener(4, 6, 81)).contains(new Subject("slb", 6, 80, 90));
        assertThat(known.listener(4, 17, 85)).contains(new Subject("slb", 17, 85, 85));
        assertThat(known.listener(4, 6, 91)).isEmpty();
        assertThat(known.listener(5, 6, 80)).isEmpty();
        assertThat(known.balancer(4)).contains(Subject.ofBalancer("slb"));
    }

    @Test
    void shouldKnowWhoseStateIsWhose() {
        KnownListeners known =
                listeners(Listener.transport(6, 80, List.of()).withLastPort(90), Listener.transport(6, 80, List.of()));
        assertThat(known.keys())
                .containsOnly(
                        Map.entry(Subject.ofBalancer("slb"), ListenerKey.ofBalancer(VIP)),
                        Map.entry(new Subject("slb", 6, 80, 80), new ListenerKey(VIP, 6, 80, false)),
                        Map.entry(new Subject("slb", 6, 80, 90), new ListenerKey(VIP, 6, 80, true)));
    }
}
