package io.turnpike.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentTest {
    private static final String YAML = """
            # a comment
            accounts:
              - {id: acme, currency: CNY}
            resources:
              - id: slb-web
                kind: SLB
                listeners:
                  - {protocol: TCP, port: 80}
                  - protocol: TCP
                    port: 99999
              - id: ecs1
                address: 10.0.0.300
            """;

    @ParameterizedTest
    @CsvSource({
        "/resources/1/address,                  12, 14",
        "/resources/0/listeners/1/port,         10, 15",
        "/resources/0/listeners/0/port,          8, 31",
        "/accounts/0/currency,                   3, 26",
        "/resources/0,                           5, 5",
        // What is missing is shown where it should be.
        "/resources/1/vpc,                      11, 5",
        "/resources/7/address,                   5, 3",
        "/plans/0,                               2, 1",
        "'',                                     2, 1",
    })
    void shouldKnowWhereTheValueOfAPointerStands(String pointer, int line, int column) throws Exception {
        assertThat(Document.parse("a.yaml", YAML).position(pointer)).isEqualTo(new Position(line, column));
    }

    @Test
    void shouldFollowTheEscapesOfPointers() throws Exception {
        var document = Document.parse("a.yaml", "x: 1\na/b~c: 2\n");
        assertThat(document.position("/a~1b~0c")).isEqualTo(new Position(2, 8));
    }

    @Test
    void shouldReadPlainScalarsAsYamlOnePointTwoDoes() throws Exception {
        var json = Document.parse("a.yaml", """
                        price: 0.80
                        count: 12
                        country: no
                        time: 2026-11-23T17:05:00Z
                        clock: 12:30:45
                        address: 10.0.0.11
                        six: 2001:db8::1
                        quoted: "12"
                        zeros: 007
                        nothing:
                        yes: true
                        """).json();
        assertThat(json).hasToString("""
                        {"price":0.80,"count":12,"country":"no","time":"2026-11-23T17:05:00Z","clock":"12:30:45",\
                        "address":"10.0.0.11","six":"2001:db8::1","quoted":"12","zeros":"007","nothing":null,"yes":true}""");
    }

    @Test
    void shouldReadJsonWithTabs() throws Exception {
        var document = Document.parse("a.json", "{\n\t\"resources\": [\n\t\t{\"id\": \"a\\tb\"}\n\t]\n}\n");
        assertThat(document.json()).hasToString("{\"resources\":[{\"id\":\"a\\tb\"}]}");
        assertThat(document.position("/resources/0/id")).isEqualTo(new Position(3, 10));
    }

    @Test
    void shouldExpandAliases() throws Exception {
        var json = Document.parse("a.yaml", "a: &x {b: 1}\nc: *x\n").json();
        assertThat(json).hasToString("{\"a\":{\"b\":1},\"c\":{\"b\":1}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: [1, 2|a.yaml:1:9: ",
                "a: 1\\n b: 2|a.yaml:2:3: ",
                "a: 1\\na: 2|a.yaml:2:1: the key a is there twice",
                "a: &x [*x]|a.yaml:1:",
                "a: 1\\n---\\nb: 2|a.yaml:2:1: ",
                "a: \"open|a.yaml:1:",
            })
    void shouldTellFileLineAndColumnOfASyntaxError(String text, String beginning) {
        assertThatThrownBy(() -> Document.parse("a.yaml", text.replace("\\n", "\n")))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith(beginning);
    }

    @Test
    void shouldRefuseAnEmptyDocument() {
        assertThatThrownBy(() -> Document.parse("a.yaml", "# nothing\n")).hasMessageContaining("a.yaml:1:1: ");
    }
}
