package io.turnpike.standalone;

import io.turnpike.cli.Failures;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** Entry point of {@code up}, {@code down}, {@code status}, {@code drain} and {@code undrain}. Exit codes: 0 done, 1 failed, 2 not understood. */
@Command(
        name = "turnpike",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            DrainCommand.class,
            UndrainCommand.class,
            HelpCommand.class
        })
public final class Standalone {
    private Standalone() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Standalone())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new Failures())
                .execute(args));
    }
}
