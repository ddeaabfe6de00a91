package io.turnpike.node.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.IpAddress;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class HelloTest {
    @Test
    void shouldComeBackAsItWasAndFitADatagramWithAsManyNodesAsItMayHave() {
        Hello.Other other = new Hello.Other(0xfffe, Long.MAX_VALUE, true, false, 7, 8, -9);
        Hello hello = new Hello(
                "n".repeat(Hello.MOST_NAME_OCTETS),
                IpAddress.parse("fd00::1"),
                1,
                2,
                3,
                Collections.nCopies(Hello.MOST_OTHERS, other));
        ByteBuffer buffer = ByteBuffer.allocate(Outbox.MOST_OCTETS - Header.OCTETS - Authenticator.TAG_OCTETS);
        hello.write(buffer);
        assertThat(Hello.read(buffer.flip())).isEqualTo(hello);
        assertThat(hello.about(0xfffe)).isEqualTo(other);
        assertThat(hello.about(1)).isNull();
        assertThat(new Hello("a", IpAddress.parse("10.0.0.1"), 0, 0, 0, List.of()).others())
                .isEmpty();
    }
}
