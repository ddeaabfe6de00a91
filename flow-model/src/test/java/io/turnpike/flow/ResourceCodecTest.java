package io.turnpike.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResourceCodecTest {
    private static final Resource SLB = new Resource(
            "slb-web",
            3,
            ResourceKind.SLB,
            17,
            List.of(
                    new Binding(1, "acme", 1, IpAddress.parse("203.0.113.10"), null, false, 0, 1000),
                    new Binding(2, "globex", 1, IpAddress.parse("203.0.113.10"), null, false, 1000, Binding.OPEN)),
            List.of(new Listener(
                    6, 80, List.of(new Backend("ecs1", new Endpoint(IpAddress.parse("10.0.0.11"), 8080), 100)))),
            List.of(IpPrefix.parse("100.64.1.0/24")));

    @Test
    void shouldReadBackWhatItWrote() throws WireFormatException {
        assertThat(ResourceCodec.decode(ResourceCodec.encode(SLB))).isEqualTo(SLB);
    }

    @Test
    void shouldFindTheOpenBinding() {
        assertThat(SLB.openBinding()).map(Binding::account).contains("globex");
    }

    @Test
    void shouldRefuseEveryTruncation() {
        byte[] bytes = ResourceCodec.encode(SLB);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> ResourceCodec.decode(cut)).isInstanceOf(WireFormatException.class);
        }
    }
}
