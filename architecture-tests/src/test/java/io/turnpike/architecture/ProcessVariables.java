package io.turnpike.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** Which variables each process takes: as its code reads them, and as the page of deploy/ tells them. */
@NullMarked
final class ProcessVariables {
    /** Any property of Kafka's clients follows it; so every process takes it that speaks with Kafka. */
    static final String KAFKA_CLIENT = "TURNPIKE_KAFKA_CLIENT_";

    /** By the names of the table. */
    static final Map<String, List<String>> MODULES = Map.of(
            "node", List.of("dataplane/node", "collector"),
            "job", List.of("metering-job"),
            "API", List.of("billing-api"),
            "proxy", List.of("dataplane/proxy", "dataplane/key-api"),
            "key server", List.of("dataplane/key-server"));

    private static final Path ROOT = Path.of(System.getProperty("turnpike.root", ".."));
    private static final Pattern LITERAL =
            Pattern.compile("\"(TURNPIKE_[A-Z0-9_]*[A-Z0-9])\"|\\$\\{(TURNPIKE_[A-Z0-9_]+)");
    private static final Pattern PROPERTY =
            Pattern.compile("@ConfigProperty\\(\\s*name = \"(turnpike\\.[a-z0-9.-]+)\"");
    private static final Pattern ROW = Pattern.compile("\\| `(TURNPIKE_[A-Z0-9_]+)`[^|]*\\| ([^|]+) \\|");

    private ProcessVariables() {}

    static Set<String> inCode(String process) throws IOException {
        Set<String> names = new TreeSet<>();
        sources(process).forEach(source -> collect(source, names));
        return names;
    }

    /** The text of each file that may read a variable. */
    static List<String> sources(String process) throws IOException {
        List<String> sources = new ArrayList<>();
        for (String module : MODULES.getOrDefault(process, List.of())) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main"))) {
                files.filter(ProcessVariables::mayRead).map(Manifests::read).forEach(sources::add);
            }
        }
        return sources;
    }

    static boolean hasClass(String name) {
        String path = "src/main/java/" + name.replace('.', '/') + ".java";
        return MODULES.values().stream()
                .flatMap(List::stream)
                .anyMatch(module -> Files.exists(ROOT.resolve(module).resolve(path)));
    }

    private static boolean mayRead(Path file) {
        return file.toString().endsWith(".java") || file.toString().endsWith(".properties");
    }

    private static void collect(String text, Set<String> names) {
        Matcher literals = LITERAL.matcher(text);
        while (literals.find()) {
            names.add(literals.group(1) == null ? literals.group(2) : literals.group(1));
        }
        Matcher properties = PROPERTY.matcher(text);
        while (properties.find()) {
            names.add(properties.group(1).toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"));
        }
    }

    /** The rows of the table, by process. */
    static Map<String, Set<String>> onPage() {
        Map<String, Set<String>> byProcess = new TreeMap<>();
        Matcher rows = ROW.matcher(Manifests.read(Manifests.DEPLOY.resolve("README.md")));
        while (rows.find()) {
            for (String process : processes(rows.group(2))) {
                byProcess.computeIfAbsent(process, any -> new TreeSet<>()).add(rows.group(1));
            }
        }
        return byProcess;
    }

    private static List<String> processes(String cell) {
        return cell.strip().equals("all")
                ? List.copyOf(MODULES.keySet())
                : Arrays.stream(cell.split(",")).map(String::strip).toList();
    }
}
