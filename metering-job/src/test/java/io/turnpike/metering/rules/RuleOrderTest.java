package io.turnpike.metering.rules;

import static io.turnpike.flow.Direction.OUT;
import static io.turnpike.flow.ObservationPoint.BORDER;
import static io.turnpike.flow.ObservationPoint.ECS_NIC;
import static io.turnpike.flow.ObservationPoint.L7;
import static io.turnpike.flow.ObservationPoint.SLB_BACK;
import static io.turnpike.flow.ObservationPoint.SLB_FRONT;
import static io.turnpike.metering.rules.World.ipv6Address;
import static io.turnpike.metering.rules.World.privateAddress;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.DropReason;
import io.turnpike.flow.Entry;
import io.turnpike.flow.Mark;
import io.turnpike.flow.Side;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The order of the rows is part of the rule: where two rows apply, the upper one decides. */
class RuleOrderTest {
    record Overlap(String upper, String lower, Records record) {
        @Override
        public String toString() {
            return upper + " before " + lower;
        }
    }

    static Stream<Overlap> overlaps() {
        Records denied = Records.at(ECS_NIC, World.ISOLATED).dropped(DropReason.NO_PUBLIC_PATH, OUT);
        return Stream.of(
                new Overlap("INFRA", "R3", Records.at(SLB_BACK, World.SLB).mark(Mark.INFRASTRUCTURE)),
                new Overlap("R9", "R12", probe().dropped(DropReason.NO_PUBLIC_PATH, OUT)),
                new Overlap("R12", "R11", denied),
                new Overlap("R12", "R13", Records.at(ECS_NIC, World.UNKNOWN).dropped(DropReason.NO_PUBLIC_PATH, OUT)),
                new Overlap("R11", "R13", Records.at(SLB_FRONT, World.UNKNOWN).dropped(DropReason.LIMIT, OUT)),
                new Overlap("R11", "R1", Records.at(SLB_FRONT, World.SLB).dropped(DropReason.LIMIT, OUT)),
                new Overlap("R13", "R3", Records.at(SLB_BACK, World.UNKNOWN)),
                new Overlap("R3", "R1", Records.at(SLB_FRONT, World.PRIVATE_SLB)),
                new Overlap("R7", "R8", backend().entry(Entry.SLB)),
                new Overlap("R7", "R14", backend()),
                new Overlap("R8", "R14", inside().entry(Entry.EIP)),
                new Overlap("INFRA", "R3", Records.at(L7, World.SLB).mark(Mark.INFRASTRUCTURE)),
                new Overlap("R12", "R8", ipv6ToInternet().dropped(DropReason.NO_PUBLIC_PATH, OUT)),
                new Overlap("R8", "R13", ipv6ToInternet()),
                new Overlap("R5", "R13", Records.at(BORDER, World.NAT_EIP).entry(Entry.SNAT)),
                new Overlap("R15", "R13", Records.at(BORDER, World.IPV6GW).entry(Entry.IPV6GW)),
                new Overlap("R6", "R13", ownAddress()));
    }

    private static Records probe() {
        return Records.at(ECS_NIC, World.BACKEND)
                .mark(Mark.PROBE)
                .opened(Side.PUBLIC, World.LOCAL_ADDRESS, privateAddress(World.BACKEND));
    }

    private static Records backend() {
        return Records.at(ECS_NIC, World.BACKEND)
                .opened(Side.PUBLIC, World.LOCAL_ADDRESS, privateAddress(World.BACKEND));
    }

    private static Records inside() {
        return Records.at(ECS_NIC, World.BACKEND)
                .opened(Side.PRIVATE, privateAddress(World.BACKEND), privateAddress(World.ISOLATED));
    }

    private static Records ipv6ToInternet() {
        return Records.at(ECS_NIC, World.IPV6_ECS).opened(Side.PRIVATE, ipv6Address(World.IPV6_ECS), World.IPV6_CLIENT);
    }

    private static Records ownAddress() {
        return Records.at(ECS_NIC, World.PUBLIC_ECS).opened(Side.PUBLIC, World.CLIENT, World.PUBLIC_ADDRESS);
    }

    @ParameterizedTest
    @MethodSource("overlaps")
    void shouldLetTheUpperRowDecideAndNoticeWhenTheyAreSwapped(Overlap overlap) {
        Slice slice = overlap.record().slice(OUT);
        assertThat(rule(RuleTable.ROWS, slice)).isEqualTo(overlap.upper());
        assertThat(rule(swapped(overlap), slice)).isEqualTo(overlap.lower());
    }

    private static String rule(List<Rule> rows, Slice slice) {
        return new RuleTable(rows).attribute(slice, World.index()).ruleId();
    }

    private static List<Rule> swapped(Overlap overlap) {
        List<Rule> rows = new ArrayList<>(RuleTable.ROWS);
        Slice slice = overlap.record().slice(OUT);
        int lower = lastApplying(overlap.lower(), slice);
        Collections.swap(rows, index(overlap.upper()), lower);
        return rows;
    }

    private static int index(String id) {
        return RuleTable.ROWS.stream().map(Rule::id).toList().indexOf(id);
    }

    private static int lastApplying(String id, Slice slice) {
        Observation observation = new Observation(slice, World.index());
        for (int i = RuleTable.ROWS.size() - 1; i >= 0; i--) {
            Rule row = RuleTable.ROWS.get(i);
            if (row.id().equals(id) && row.applies().test(observation) && !isCatchAllInTheWay(i, id, slice)) {
                return i;
            }
        }
        throw new AssertionError(id + " does not apply");
    }

    // R13 stands twice: where the registry does not know the stamp, and at the end for what no row explains.
    private static boolean isCatchAllInTheWay(int row, String id, Slice slice) {
        boolean isLast = row == RuleTable.ROWS.size() - 1;
        return id.equals("R13") && isLast && new Observation(slice, World.index()).bound() == null;
    }

    @Test
    void shouldHaveTheOrderOfTheDocument() {
        assertThat(RuleTable.ROWS.stream().map(Rule::id))
                .containsExactly(
                        "INFRA", "R9", "R12", "R11", "R13", "R3", "R1", "R2", "R4", "R5", "R15", "R7", "R8", "R14",
                        "R6", "R13");
    }
}
