package io.turnpike.node.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.node.metrics.PrometheusText.Label;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusTextTest {
    @Test
    void shouldWriteAFamilyAsPrometheusWantsIt() {
        assertThat(new PrometheusText()
                        .gauge("Drops", "What was \\ dropped,\nand \"why\".")
                        .sample(List.of(), 3)
                        .sample(List.of(new Label("resource", "a"), new Label("port", "80")), 0.25))
                .hasToString("""
                        # HELP Drops What was \\\\ dropped,\\nand "why".
                        # TYPE Drops gauge
                        Drops 3
                        Drops{resource="a",port="80"} 0.25
                        """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"slb-web", "a\"b", "a\\b", "a\nb", "\\n", "\\\"", "}", "a,b=\"c\"", "", "負載", "\\\\\n\""})
    void shouldEscapeWhateverALabelHolds(String value) {
        List<Label> labels = List.of(new Label("resource", value), new Label("port", "1"));
        String text = new PrometheusText().gauge("x", "X.").sample(labels, 7).toString();
        assertThat(Exposition.of(text).value("x", labels)).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, 0.1, 1.0 / 3, 1e10, 1e14, 1.5e18, 123_456_789.125})
    void shouldKeepEveryDigitOfAFigure(double value) {
        String text =
                new PrometheusText().gauge("x", "X.").sample(List.of(), value).toString();
        assertThat(Exposition.of(text).value("x", List.of())).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x 1",
                "x 1\n",
                "# TYPE x gauge\ny 1\n",
                "# TYPE x gauge\nx 1\nx 1\n",
                "# TYPE x counter\nx 1\n",
                "# TYPE x gauge\nx{a=\"\"\"} 1\n",
                "# TYPE x gauge\nx{a=\"\\q\"} 1\n",
                "# TYPE x gauge\nx 1\n# TYPE x gauge\n"
            })
    void shouldBeReadByAStrictReader(String wrong) {
        assertThatThrownBy(() -> Exposition.of(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
}
