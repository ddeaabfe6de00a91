package io.turnpike.cli;

import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Expected failures are told in a sentence; a stack trace is for bugs. */
public final class Failures implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) throws Exception {
        switch (failure) {
            case ApiException api -> command.getErr().println("turnpike: " + api.getMessage());
            case DocumentException document -> command.getErr().println(document.getMessage());
            case IOException io -> command.getErr().println("turnpike: " + io.getMessage());
            default -> throw failure;
        }
        return command.getCommandSpec().exitCodeOnExecutionException();
    }
}
