package io.turnpike.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What deploy/ says of the processes is what they are: variables, images, main classes, topics; and no secret is in it. */
@NullMarked
class DeploymentTest {
    private static final String KUBERNETES = "kubernetes";
    /** A name of a file with a secret is none. */
    private static final Pattern SECRET =
            Pattern.compile("(?!.*_FILE$).*(PASSWORD|SECRET|JAAS|OPERATOR_KEY|ACCESS_KEY).*");

    private static final Pattern KAFKA_CLIENT =
            Pattern.compile("new Kafka(Producer|Consumer)<|Admin\\.create\\(|Kafka(Source|Sink)\\.<");
    private static final Pattern MAIN_CLASS = Pattern.compile("io\\.turnpike(\\.[a-z]+)+\\.[A-Z][A-Za-z]+");
    private static final Set<String> ENGINES =
            Set.of("apache/kafka", "clickhouse/clickhouse-server", "clickhouse/clickhouse-keeper", "postgres");

    @Test
    void shouldSayWhatEachManifestIs() {
        Manifests.documents(KUBERNETES)
                .forEach(document -> assertThat(document.keySet())
                        .map(String::valueOf)
                        .as("%s", document)
                        .contains("apiVersion", "kind"));
    }

    @Test
    void shouldListEveryManifest() {
        Map<?, ?> kustomization = Manifests.documents(Manifests.DEPLOY.resolve("kubernetes/kustomization.yaml"))
                .getFirst();
        assertThat((List<?>) kustomization.get("resources"))
                .map(Object::toString)
                .containsExactlyInAnyOrderElementsOf(Manifests.files(KUBERNETES).stream()
                        .map(file -> String.valueOf(file.getFileName()))
                        .filter(name -> !name.equals("kustomization.yaml"))
                        .toList());
    }

    static Set<String> processes() {
        return ProcessVariables.MODULES.keySet();
    }

    @ParameterizedTest
    @MethodSource("processes")
    void shouldTellEveryVariableThatTheCodeReadsAndNoOther(String process) throws IOException {
        Set<String> onPage = ProcessVariables.onPage().getOrDefault(process, Set.of());
        assertThat(onPage)
                .as("variables of the %s in the table of deploy/README.md", process)
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                ProcessVariables.inCode(process).stream(), Stream.of(ProcessVariables.KAFKA_CLIENT))
                        .collect(Collectors.toSet()));
    }

    /** A client that is made without the environment's properties would stay outside of a Kafka with TLS. */
    @ParameterizedTest
    @MethodSource("processes")
    void shouldGiveEveryKafkaClientWhatTheEnvironmentSays(String process) throws IOException {
        assertThat(ProcessVariables.sources(process))
                .filteredOn(source -> KAFKA_CLIENT.matcher(source).find())
                .allSatisfy(source -> assertThat(source).contains("KafkaAccess."));
    }

    @ParameterizedTest
    @ValueSource(strings = {KUBERNETES, "compose"})
    void shouldSetNoVariableThatNobodyReads(String folder) {
        Set<String> known =
                ProcessVariables.onPage().values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        Manifests.documents(folder)
                .forEach(document -> Manifests.variables(document, (name, value) -> {
                    if (name.startsWith("TURNPIKE_") && !name.startsWith(ProcessVariables.KAFKA_CLIENT)) {
                        assertThat(known).contains(name);
                    }
                }));
    }

    @ParameterizedTest
    @ValueSource(strings = {KUBERNETES, "compose"})
    void shouldHoldNoSecret(String folder) {
        Manifests.documents(folder).forEach(document -> {
            assertThat(document.get("kind")).isNotEqualTo("Secret");
            Manifests.variables(document, (name, value) -> {
                if (SECRET.matcher(name).matches() && value != null) {
                    assertThat(value).as(name).asString().matches("\\$\\{[A-Z_]+:\\?[^}]*}");
                }
            });
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {KUBERNETES, "compose"})
    void shouldRunImagesThatAreBuiltHereAndTheEngines(String folder) {
        Set<String> images = Manifests.documents(folder)
                .flatMap(document -> Manifests.values(document, "image"))
                .map(image -> image.toString().replaceFirst(":.*", ""))
                .collect(Collectors.toSet());
        assertThat(images).isNotEmpty().allSatisfy(image -> {
            if (image.startsWith("turnpike/")) {
                assertThat(containerfile(image.substring("turnpike/".length()))).exists();
            } else {
                assertThat(ENGINES).contains(image);
            }
        });
    }

    private static Path containerfile(String image) {
        return Manifests.DEPLOY.resolve("images").resolve(image).resolve("Containerfile");
    }

    @Test
    void shouldStartMainClassesThatAreThere() throws IOException {
        try (Stream<Path> files = Files.walk(Manifests.DEPLOY)) {
            List<String> classes = files.filter(file -> file.toString().matches(".*(\\.yaml|Containerfile)"))
                    .flatMap(file -> MAIN_CLASS.matcher(Manifests.read(file)).results())
                    .map(MatchResult::group)
                    .toList();
            assertThat(classes).hasSizeGreaterThan(4).allMatch(ProcessVariables::hasClass);
        }
    }

    @Test
    void shouldMakeTheTopicsOfTheContract() {
        Set<String> topics = Set.of(
                Topics.FLOWS, Topics.FLOWS_DEAD_LETTER, Topics.RESOURCES, Topics.LIMITS, Topics.USAGE, Topics.KEYS);
        assertThat(Manifests.documents(Manifests.DEPLOY.resolve("kubernetes/topics.yaml")))
                .flatMap(document ->
                        Manifests.values(document.get("metadata"), "name").toList())
                .map(Object::toString)
                .containsExactlyInAnyOrderElementsOf(topics);
        String compose = Manifests.read(Manifests.DEPLOY.resolve("compose/compose.yaml"));
        assertThat(topics).allSatisfy(topic -> assertThat(compose).contains(" make " + topic + " "));
    }
}
