package io.turnpike.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "apply",
        description = "Makes accounts, plans and resources what a file says; all of it or nothing. Idempotent.")
final class ApplyCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "YAML or JSON; - is standard input.")
    String file = "";

    @Mixin
    ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    OutputOptions output = new OutputOptions();

    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public Integer call() throws IOException, ApiException {
        var document = Document.parse(file, text());
        try {
            var answer = connection.connect().post("/v1/apply", document.json());
            return output.show(spec, answer, ApplyCommand::lines);
        } catch (ApiException.Problem problem) {
            if (problem.errors().isEmpty()) {
                throw problem;
            }
            tell(problem.errors(), document);
            return 1;
        }
    }

    private String text() throws IOException {
        try {
            return file.equals(STANDARD_INPUT)
                    ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(file));
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": there is no such file", e);
        } catch (CharacterCodingException e) {
            throw new IOException(file + ": not UTF-8", e);
        } catch (IOException e) {
            throw new IOException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private void tell(List<ApiException.FieldError> errors, Document document) {
        var err = Objects.requireNonNull(spec).commandLine().getErr();
        for (var error : errors) {
            var at = document.position(error.pointer());
            err.println("%s:%d:%d: %s (%s)".formatted(file, at.line(), at.column(), error.detail(), error.pointer()));
        }
        err.println("turnpike: nothing was applied: %d %s"
                .formatted(errors.size(), errors.size() == 1 ? "error" : "errors"));
    }

    static List<String> lines(JsonNode answer) {
        var lines = new ArrayList<String>();
        for (var change : answer.path("changed")) {
            lines.add("%s %s: %s"
                    .formatted(Cells.text(change, "kind"), Cells.text(change, "id"), Cells.text(change, "change")));
        }
        lines.add("registry version " + Cells.text(answer, "registryVersion"));
        return lines;
    }
}
