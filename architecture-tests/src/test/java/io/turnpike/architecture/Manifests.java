package io.turnpike.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The YAML files of deploy/, as maps and lists. */
@NullMarked
final class Manifests {
    static final Path DEPLOY =
            Path.of(System.getProperty("turnpike.root", "..")).resolve("deploy");

    private Manifests() {}

    static List<Path> files(String folder) {
        try (Stream<Path> files = Files.list(DEPLOY.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Map<?, ?>> documents(Path file) {
        Iterable<Object> documents = new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(read(file));
        return StreamSupport.stream(documents.spliterator(), false)
                .<Map<?, ?>>map(document -> (Map<?, ?>) document)
                .toList();
    }

    static Stream<Map<?, ?>> documents(String folder) {
        return files(folder).stream().flatMap(file -> documents(file).stream());
    }

    /**
     * Every variable that is set anywhere in a document, as an entry of a map or as an item with a name, with its value;
     * null where the value comes from elsewhere.
     */
    static void variables(@Nullable Object part, BiConsumer<String, @Nullable Object> visitor) {
        if (part instanceof Map<?, ?> map) {
            if (map.get("name") instanceof String name && isVariable(name)) {
                visitor.accept(name, map.get("value"));
            }
            map.forEach((key, value) -> {
                if (key instanceof String name && isVariable(name)) {
                    visitor.accept(name, value);
                }
                variables(value, visitor);
            });
        } else if (part instanceof List<?> list) {
            list.forEach(each -> variables(each, visitor));
        }
    }

    /** Every value of a key anywhere in a document. */
    static Stream<Object> values(@Nullable Object part, String key) {
        if (part instanceof Map<?, ?> map) {
            Stream<Object> here = map.containsKey(key) ? Stream.of(map.get(key)) : Stream.of();
            return Stream.concat(here, map.values().stream().flatMap(value -> values(value, key)));
        }
        return part instanceof List<?> list ? list.stream().flatMap(each -> values(each, key)) : Stream.of();
    }

    private static boolean isVariable(String name) {
        return name.matches("[A-Z]+(_[A-Z0-9]+)+");
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
