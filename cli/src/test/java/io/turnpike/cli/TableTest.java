package io.turnpike.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void shouldAlignWordsToTheLeftAndFiguresToTheRight() {
        var table = new Table("ID", "ADDRESS", "OCTETS", "AMOUNT");
        table.row(List.of("slb-web", "203.0.113.10", "1,234", "0.80"));
        table.row(List.of("a", "10.0.0.1", "5", "-"));
        assertThat(table.lines())
                .containsExactly(
                        "ID       ADDRESS       OCTETS  AMOUNT",
                        "slb-web  203.0.113.10   1,234    0.80",
                        "a        10.0.0.1           5       -");
    }

    @Test
    void shouldRefuseARowOfAnotherWidth() {
        assertThatThrownBy(() -> new Table("ID").row(List.of("a", "b"))).isInstanceOf(IllegalArgumentException.class);
    }
}
