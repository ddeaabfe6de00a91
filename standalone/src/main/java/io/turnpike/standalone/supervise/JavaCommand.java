package io.turnpike.standalone.supervise;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Commands that start a JVM like this one. The class path goes by the environment, so that {@code ps} stays readable. */
public final class JavaCommand {
    /** The environment that gives a child JVM the class path of this one. */
    public static final Map<String, String> THIS_CLASS_PATH =
            Map.of("CLASSPATH", System.getProperty("java.class.path"));

    private JavaCommand() {}

    public static List<String> ofThisClassPath(List<String> options, Class<?> main, String... args) {
        return of(options, main.getName(), args);
    }

    public static List<String> of(List<String> options, String main, String... args) {
        var words = new ArrayList<String>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(options);
        words.add(main);
        words.addAll(List.of(args));
        return words;
    }
}
