package io.turnpike.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** Entry point. Exit codes: 0 done, 1 failed, 2 not understood. */
@Command(
        name = "turnpike",
        description = "Client of the Turnpike API.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            UsageCommand.class,
            BillCommand.class,
            ApplyCommand.class,
            GetCommand.class,
            WayCommand.class,
            LimitsCommand.class,
            WebhooksCommand.class,
            EventsCommand.class,
            AuditCommand.class,
            HelpCommand.class
        })
public final class TurnpikeCli {
    private TurnpikeCli() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new TurnpikeCli()).setExecutionExceptionHandler(new Failures());
    }
}
