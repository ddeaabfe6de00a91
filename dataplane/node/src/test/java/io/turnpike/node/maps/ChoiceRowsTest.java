package io.turnpike.node.maps;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.node.maps.ChoiceRows.Place;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class ChoiceRowsTest {
    private static final int PIECES = 4;
    private final MemorySegment memory = Arena.ofAuto().allocate(PIECES * FlowAbi.CHOICES.byteSize());
    private final ChoiceRows rows = new ChoiceRows(memory);

    private int[] at(Place place) {
        return IntStream.range(0, place.count())
                .map(i -> Short.toUnsignedInt(memory.getAtIndex(JAVA_SHORT, place.first() + i)))
                .toArray();
    }

    @Test
    void shouldWriteAChangedRowBesideTheOldOne() {
        Place old = rows.place("a", new int[] {1, 2, 60_000});
        rows.retain(Set.of("a"));
        Place changed = rows.place("a", new int[] {1, 2});
        assertThat(at(old)).containsExactly(1, 2, 60_000);
        assertThat(at(changed)).containsExactly(1, 2);
        assertThat(rows.place("a", new int[] {1, 2})).isEqualTo(changed);
    }

    @Test
    void shouldGiveAwayAnOldRowOnlyAfterTheNextChange() {
        Place old = rows.place("a", new int[] {1});
        rows.retain(Set.of("a"));
        rows.place("a", new int[] {2});
        rows.retain(Set.of("a"));
        assertThat(rows.place("b", new int[] {3}).first()).isNotEqualTo(old.first());
        rows.retain(Set.of("a", "b"));
        assertThat(rows.place("c", new int[] {4}).first()).isEqualTo(old.first());
    }

    @Test
    void shouldGiveAwayTheRowsOfListenersThatAreGone() {
        Place old = rows.place("a", new int[] {1});
        rows.retain(Set.of());
        rows.retain(Set.of());
        assertThat(rows.place("b", new int[] {1})).isEqualTo(old);
    }

    @Test
    void shouldKeepItsHandsOffTheRowsOfAnEarlierProcess() {
        rows.adopt(new Place(0, 40));
        Place first = rows.place("a", new int[] {1});
        assertThat(first.first()).isEqualTo(2 * FlowAbi.CHOICES_A_PIECE);
        rows.retain(Set.of("a"));
        rows.retain(Set.of("a"));
        assertThat(rows.place("b", new int[] {1}).first()).isZero();
    }

    @Test
    void shouldSayThatThereIsNoRoom() {
        rows.place("a", new int[3 * FlowAbi.CHOICES_A_PIECE]);
        assertThatThrownBy(() -> rows.place("b", new int[2 * FlowAbi.CHOICES_A_PIECE]))
                .hasMessageContaining("no room for a row of 64 choices");
    }
}
