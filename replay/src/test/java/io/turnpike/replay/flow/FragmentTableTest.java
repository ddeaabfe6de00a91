package io.turnpike.replay.flow;

import static io.turnpike.replay.Packets.CLIENT;
import static io.turnpike.replay.Packets.CLIENT6;
import static io.turnpike.replay.Packets.SERVER;
import static io.turnpike.replay.Packets.SERVER6;
import static io.turnpike.replay.Packets.fragment;
import static io.turnpike.replay.Packets.fragment6;
import static io.turnpike.replay.Packets.ipv6;
import static io.turnpike.replay.Packets.udp;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FragmentTableTest {
    private static final String FLOW = "17 198.51.100.7:4000 > 203.0.113.9:53 ";
    private static final String WITHOUT_PORTS = "17 198.51.100.7:0 > 203.0.113.9:0 ";

    private final Table table = new Table(1000);

    @Test
    void shouldCountFragmentsForTheFlowOfTheFirst() {
        table.at(1, first(7)).at(2, later(7)).at(3, later(7));
        assertThat(table.all()).containsExactly(FLOW + "3/108 0/0 1.0-3.0 FORCED_END");
    }

    @Test
    void shouldCountThoseThatCameBeforeTheFirst() {
        table.at(1, later(7)).at(2, later(7)).at(3, first(7)).at(4, later(7));
        assertThat(table.all()).containsExactly(FLOW + "4/148 0/0 1.0-4.0 FORCED_END");
    }

    @Test
    void shouldTellFragmentsWithoutAFirstApart() {
        table.at(1, later(7)).at(2, later(8)).at(3, first(9));
        assertThat(table.all())
                .containsExactly(FLOW + "1/28 0/0 3.0-3.0 FORCED_END", WITHOUT_PORTS + "2/80 0/0 1.0-2.0 FORCED_END");
    }

    @Test
    void shouldNotMistakeOneDatagramForAnother() {
        byte[] tcp = fragment(CLIENT, SERVER, 6, 7, 1480, false, new byte[20]);
        byte[] back = fragment(SERVER, CLIENT, 17, 7, 1480, false, new byte[20]);
        table.at(1, first(7)).at(2, tcp).at(3, back);
        assertThat(table.all())
                .containsExactly(
                        FLOW + "1/28 0/0 1.0-1.0 FORCED_END",
                        "6 198.51.100.7:0 > 203.0.113.9:0 1/40 0/0 2.0-2.0 FORCED_END",
                        "17 203.0.113.9:0 > 198.51.100.7:0 1/40 0/0 3.0-3.0 FORCED_END");
    }

    /** An identification is used again, in IPv4 after seconds on a fast link. */
    @Test
    void shouldForgetADatagramAfterAMinute() {
        table.at(0, first(7)).at(59, later(7)).at(60, later(7));
        assertThat(table.all())
                .containsExactly(
                        FLOW + "2/68 0/0 0.0-59.0 FORCED_END", WITHOUT_PORTS + "1/40 0/0 60.0-60.0 FORCED_END");
        Table early = new Table(10).at(0, later(7)).at(61, first(7));
        assertThat(early.all())
                .containsExactlyInAnyOrder(
                        WITHOUT_PORTS + "1/40 0/0 0.0-0.0 FORCED_END", FLOW + "1/28 0/0 61.0-61.0 FORCED_END");
    }

    @Test
    void shouldReadTheFragmentsOfIpv6() {
        byte[] first = ipv6(CLIENT6, SERVER6, 44, fragment6(17, 0, true, 70_000, udp(4000, 53, 0)));
        byte[] later = ipv6(CLIENT6, SERVER6, 44, fragment6(17, 1448, false, 70_000, new byte[20]));
        table.at(1, later).at(2, first).at(3, later);
        assertThat(table.all())
                .containsExactly(
                        "17 [2001:db8:0:0:0:0:0:7]:4000 > [2001:db8:1:0:0:0:0:9]:53 3/192 0/0 1.0-3.0 FORCED_END");
    }

    @Test
    void shouldForgetNoOctetWhenThereAreTooManyDatagrams() {
        int datagrams = FragmentTable.CAPACITY + 100;
        for (int i = 0; i < datagrams; i++) {
            table.at(1, ipv6(CLIENT6, SERVER6, 44, fragment6(17, 1448, false, i, new byte[20])));
        }
        assertThat(table.all()).singleElement().asString().contains(datagrams + "/" + datagrams * 68L + " 0/0");
    }

    private static byte[] first(int id) {
        return fragment(CLIENT, SERVER, 17, id, 0, true, udp(4000, 53, 0));
    }

    private static byte[] later(int id) {
        return fragment(CLIENT, SERVER, 17, id, 1480, false, new byte[20]);
    }
}
