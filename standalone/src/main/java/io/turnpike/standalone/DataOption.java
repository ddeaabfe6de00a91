package io.turnpike.standalone;

import io.turnpike.standalone.supervise.DataDirectory;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which data directory. */
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where everything is kept (or TURNPIKE_DATA; else under the XDG data directory).")
    @Nullable
    Path data;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    DataDirectory directory() {
        return data == null ? DataDirectory.standard(System.getenv()) : new DataDirectory(data);
    }
}
