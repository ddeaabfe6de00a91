package io.turnpike.node;

import io.turnpike.node.sync.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The packet path as another version might have it: compiled from our sources with another layout of a session. */
final class OlderVersion {
    private static final Pattern SESSION = Pattern.compile("(?s)\nstruct session \\{\n(.*?)\n};\n");
    private static final Pattern SIZE = Pattern.compile("_Static_assert\\(sizeof\\(struct session\\)[^;]*;");

    private OlderVersion() {}

    /** A member at the front that we do not have, and one of ours that is wider. */
    static byte[] elf(Path folder) throws IOException {
        Path sources = Path.of(System.getProperty("turnpike.root"), "dataplane", "bpf");
        Path include = Files.createDirectories(folder.resolve("include"));
        copy(sources.resolve("include"), include);
        copy(sources, folder);
        Path abi = include.resolve("flow_abi.h");
        String text = Files.readString(abi);
        String other = SIZE.matcher(SESSION.matcher(text).replaceFirst("""

                struct session {
                \t__u64 of_another_version[3];
                $1
                };
                """)).replaceFirst("");
        String wider = other.replaceFirst("(?m)^\t__u16 idle_seconds;", "\t__u32 idle_seconds;");
        if (text.equals(other) || other.equals(wider)) {
            throw new IllegalStateException("flow_abi.h has another shape than this test knows");
        }
        Files.writeString(abi, wider);
        Host.run(
                "",
                "make",
                "-s",
                "-C",
                folder.toString(),
                "OUT=" + folder.resolve("out"),
                folder.resolve("out") + "/director.bpf.o");
        return Files.readAllBytes(folder.resolve("out").resolve("director.bpf.o"));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            List<Path> sources = files.filter(Files::isRegularFile).toList();
            for (Path source : sources) {
                Files.copy(source, to.resolve(source.getFileName()));
            }
        }
    }
}
