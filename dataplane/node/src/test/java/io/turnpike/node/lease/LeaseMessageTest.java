package io.turnpike.node.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.node.sync.PeerMessages;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeaseMessageTest {
    private static final LeaseMessage.Entry ENTRY =
            new LeaseMessage.Entry(Long.MIN_VALUE | 9, 5, Map.of(2, 100L, 65535, 0L), Map.of(3, 7L));
    private static final LeaseMessage MESSAGE = new LeaseMessage(4, -1, Map.of(2, 12L), List.of(ENTRY, ENTRY));

    @Test
    void shouldReadWhatItWrote() {
        assertThat(LeaseMessage.decode(ByteBuffer.wrap(MESSAGE.encode()))).isEqualTo(MESSAGE);
    }

    @Test
    void shouldRefuseWhatEndsEarlyOrIsOfAnotherVersion() {
        byte[] octets = MESSAGE.encode();
        for (int length = 0; length < octets.length; length++) {
            ByteBuffer part = ByteBuffer.wrap(octets, 0, length);
            assertThatThrownBy(() -> LeaseMessage.decode(part)).isInstanceOf(IllegalArgumentException.class);
        }
        octets[0]++;
        assertThatThrownBy(() -> LeaseMessage.decode(ByteBuffer.wrap(octets)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldPutNoMoreIntoAMessageThanTheNetworkCarries() {
        List<LeaseMessage.Entry> entries = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            entries.add(ENTRY);
        }
        int fitting = LeaseMessage.fitting(entries, 0, 1);
        assertThat(fitting).isGreaterThan(20);
        assertThat(new LeaseMessage(1, 1, Map.of(2, 1L), entries.subList(0, fitting)).encode().length)
                .isLessThanOrEqualTo(PeerMessages.MOST_OCTETS);
        assertThat(LeaseMessage.fitting(entries, 99, 1)).isEqualTo(1);
    }
}
