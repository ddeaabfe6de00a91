package io.turnpike.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    @Option(names = "--dry-run", description = "Only say what would be changed, or what is wrong.")
    boolean isDry;

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
            Map<String, String> query = isDry ? Map.of("dryRun", "true") : Map.of();
            var answer = connection.connect().post("/v1/apply", query, document.json());
            tell(ApiException.fieldErrors(answer.path("warnings")), document, "warning: ");
            return output.show(spec, answer, ApplyCommand::lines);
        } catch (ApiException.Problem problem) {
            if (problem.errors().isEmpty()) {
                throw problem;
            }
            tell(problem.errors(), document, "");
            err().println("turnpike: nothing was applied: %d %s"
                    .formatted(problem.errors().size(), problem.errors().size() == 1 ? "error" : "errors"));
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

    private PrintWriter err() {
        return Objects.requireNonNull(spec).commandLine().getErr();
    }

    private void tell(List<ApiException.FieldError> errors, Document document, String kind) {
        for (var error : errors) {
            var at = document.position(error.pointer());
            err().println("%s:%d:%d: %s%s (%s)"
                    .formatted(file, at.line(), at.column(), kind, error.detail(), error.pointer()));
        }
    }

    static List<String> lines(JsonNode answer) {
        boolean isDry = answer.path("dryRun").asBoolean();
        var lines = new ArrayList<String>();
        for (var change : answer.path("changed")) {
            var done = Cells.text(change, "change");
            lines.add("%s %s: %s"
                    .formatted(
                            Cells.text(change, "kind"),
                            Cells.text(change, "id"),
                            isDry && !done.equals("unchanged") ? "would be " + done : done));
        }
        var version = Cells.text(answer, "registryVersion");
        lines.add(isDry ? "nothing was written: registry version is still " + version : "registry version " + version);
        return lines;
    }
}
