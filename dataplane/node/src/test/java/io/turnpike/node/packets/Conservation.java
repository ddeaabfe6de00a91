package io.turnpike.node.packets;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.collector.Reading;
import io.turnpike.flow.BatchAccount;
import io.turnpike.flow.Direction;
import io.turnpike.flow.Fate;
import io.turnpike.node.maps.Cells;
import java.util.EnumSet;
import org.jspecify.annotations.NullMarked;

/** Every octet of an interface has one fate, and every octet of a resource is in one record. */
@NullMarked
final class Conservation {
    private Conservation() {}

    static void ofInterfaces(Cells.Cut cut, int interfaces) {
        for (int cell = 0; cell < interfaces; cell++) {
            for (Direction direction : Direction.values()) {
                long octets = 0;
                long packets = 0;
                for (Fate fate : EnumSet.complementOf(EnumSet.of(Fate.COUNTED))) {
                    octets += cut.ofInterface(cell, direction, fate).octets();
                    packets += cut.ofInterface(cell, direction, fate).packets();
                }
                Cells.Amount counted = cut.ofInterface(cell, direction, Fate.COUNTED);
                assertThat(new Cells.Amount(octets, packets))
                        .as("fates at interface %d, %s", cell, direction)
                        .isEqualTo(counted);
            }
        }
    }

    /** While no packet passes. */
    static void ofRecords(Reading reading) {
        Reading.Totals totals = reading.totals();
        assertThat(totals).isNotNull();
        assertThat(totals.reportedOctets() + BatchAccount.octets(reading.records()))
                .as("octets in records")
                .isEqualTo(totals.countedOctets().to());
        assertThat(totals.reportedPackets() + BatchAccount.packets(reading.records()))
                .as("packets in records")
                .isEqualTo(totals.countedPackets().to());
    }
}
