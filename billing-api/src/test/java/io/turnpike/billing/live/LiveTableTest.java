package io.turnpike.billing.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.Direction;
import io.turnpike.flow.DropReason;
import io.turnpike.flow.LiveCell;
import io.turnpike.flow.LiveUsage;
import io.turnpike.flow.ObservationPoint;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LiveTableTest {
    private static final long START = 1_800_000_000L;
    private static final Face SLB = new Face(7, ObservationPoint.SLB_FRONT);

    private final LiveTable table = new LiveTable(2);

    private static LiveCell cell(int number, ObservationPoint point, Direction direction, long octets) {
        return new LiveCell(point, number, 1, direction, DropReason.NONE, octets, 1);
    }

    private static LiveCell out(long octets) {
        return cell(7, ObservationPoint.SLB_FRONT, Direction.OUT, octets);
    }

    private void report(String node, long epoch, long millis, LiveCell... cells) {
        table.accept(new LiveUsage(node, epoch, START * 1_000 + millis, 0, List.of(cells)));
    }

    private List<Long> outOctets(int from, int to) {
        return table.seconds(SLB, START + to, to - from + 1).stream()
                .map(Second::outOctets)
                .toList();
    }

    @Test
    void shouldShowWhatWasAddedSinceTheReportBefore() {
        report("director1", 1, 0, out(5_000));
        report("director1", 1, 1_000, out(6_000));
        report("director1", 1, 2_000, out(6_500));
        assertThat(outOctets(-1, 2)).containsExactly(0L, 1_000L, 500L, 0L);
    }

    @Test
    void shouldAddUpNodesAndBindingsAndKeepDirectionsApart() {
        report("director1", 1, 0, out(0));
        report("director2", 9, 0, out(100));
        report("director1", 1, 1_000, out(1_000), cell(7, ObservationPoint.SLB_FRONT, Direction.IN, 40));
        report("director2", 9, 1_000, out(300));
        assertThat(table.seconds(SLB, START, 1)).containsExactly(new Second(START, 40, 1_200));
    }

    @Test
    void shouldMakeNoSpikeOfANodeThatCountsAnew() {
        report("director1", 1, 0, out(1_000_000));
        report("director1", 1, 1_000, out(1_000_100));
        report("director1", 2, 2_000, out(70));
        report("director1", 2, 3_000, out(90));
        assertThat(outOctets(0, 2)).containsExactly(100L, 0L, 20L);
    }

    @Test
    void shouldTakeACellThatIsNewInKnownCountersFromZero() {
        report("director1", 1, 0);
        report("director1", 1, 1_000, out(1_500));
        assertThat(outOctets(0, 0)).containsExactly(1_500L);
    }

    @Test
    void shouldIgnoreRepetitionsAndWhatWasOvertaken() {
        report("director1", 1, 0, out(0));
        report("director1", 1, 2_000, out(2_000));
        report("director1", 1, 1_000, out(1_000));
        report("director1", 1, 2_000, out(2_000));
        report("director1", 1, 3_000, out(2_000));
        assertThat(outOctets(0, 2)).containsExactly(1_000L, 1_000L, 0L);
    }

    @Test
    void shouldSpreadALateReportOverTheTimeThatItIsAbout() {
        report("director1", 1, 500, out(0));
        report("director1", 1, 2_500, out(1_000));
        assertThat(outOctets(0, 2)).containsExactly(250L, 500L, 250L);
    }

    @Test
    void shouldLeaveOutDropsAndOtherPointsOfObservation() {
        report("director1", 1, 0);
        report(
                "director1",
                1,
                1_000,
                cell(7, ObservationPoint.SLB_BACK, Direction.OUT, 10),
                new LiveCell(ObservationPoint.SLB_FRONT, 7, 1, Direction.OUT, DropReason.LIMIT, 20, 1));
        assertThat(outOctets(0, 0)).containsExactly(0L);
    }

    @Test
    void shouldForgetTheResourceThatRestedForLongestWhenThereIsNoRoom() {
        report("border1", 1, 0);
        report("border1", 1, 1_000, out(10));
        report("border1", 1, 2_000, out(10), cell(8, ObservationPoint.BORDER, Direction.OUT, 10));
        report(
                "border1",
                1,
                3_000,
                out(10),
                cell(8, ObservationPoint.BORDER, Direction.OUT, 10),
                cell(9, ObservationPoint.BORDER, Direction.OUT, 10));
        assertThat(outOctets(0, 0)).containsExactly(0L);
        assertThat(table.seconds(new Face(8, ObservationPoint.BORDER), START + 1, 1))
                .containsExactly(new Second(START + 1, 0, 10));
    }

    @Property
    void shouldNeitherLoseNorAddAnOctet(
            @ForAll @Size(max = 20) List<@LongRange(min = 1, max = 5_000) Long> gaps,
            @ForAll @LongRange(min = 0, max = 1_000_000_007) long each) {
        LiveTable fresh = new LiveTable(2);
        long millis = START * 1_000;
        long octets = 0;
        fresh.accept(new LiveUsage("n", 1, millis, 0, List.of(out(0))));
        for (long gap : gaps) {
            millis += gap;
            octets += each;
            fresh.accept(new LiveUsage("n", 1, millis, 0, List.of(out(octets))));
        }
        long shown = fresh.seconds(SLB, millis / 1_000, Ring.SECONDS).stream()
                .mapToLong(Second::outOctets)
                .sum();
        assertThat(shown).isEqualTo(octets);
    }
}
