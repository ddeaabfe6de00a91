package io.turnpike.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell functions of the launcher, in a work tree of two modules of which the second depends on the first. */
class LauncherTest {
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path tree;

    @BeforeEach
    void create() throws IOException {
        Files.copy(Installation.current().file("turnpike"), tree.resolve("turnpike"));
        write("pom.xml", "<project/>");
        write("base/pom.xml", "<project>\n</parent>\n  <artifactId>base</artifactId>\n</project>");
        write("base/src/Base.java", "");
        write("top/pom.xml", "<project>\n</parent>\n <artifactId>top</artifactId>\n<artifactId>base</artifactId>");
        write("top/src/Top.java", "");
        built("base");
        built("top");
    }

    @Test
    void shouldFindNothingStaleAfterABuild() throws Exception {
        assertThat(stale()).isEmpty();
    }

    @Test
    void shouldFindAModuleStaleThatWasNeverBuilt() throws Exception {
        Files.delete(tree.resolve("top/target/turnpike-built"));
        assertThat(stale()).isEqualTo("top");
    }

    @Test
    void shouldFindAChangedModuleStaleAndThoseThatDependOnIt() throws Exception {
        touch("base/src/Base.java");
        assertThat(stale()).isEqualTo("base\ntop");
    }

    @Test
    void shouldFindOnlyTheDependantStaleWhenOnlyThatChanged() throws Exception {
        touch("top/src/Top.java");
        assertThat(stale()).isEqualTo("top");
    }

    @Test
    void shouldNoticeAFileThatWentAway() throws Exception {
        Files.delete(tree.resolve("top/src/Top.java"));
        assertThat(stale()).isEqualTo("top");
    }

    @Test
    void shouldFindAllStaleWhenThePinsChanged() throws Exception {
        touch("pom.xml");
        assertThat(stale()).isEqualTo("base\ntop");
    }

    @Test
    void shouldIgnoreWhatTheBuildWrites() throws Exception {
        write("top/target/classes/Top.class", "");
        assertThat(stale()).isEmpty();
    }

    @Test
    void shouldAddUpTheReportsOfAllModules() throws Exception {
        write("base/target/surefire-reports/TEST-A.xml", report(5, 1, 0, 1));
        write("top/target/surefire-reports/TEST-B.xml", report(3, 0, 1, 0));
        assertThat(run("totals")).isEqualTo("5 passed, 2 failed, 1 skipped (exit 1)");
    }

    @Test
    void shouldFailWhenNoTestRan() throws Exception {
        assertThat(run("totals")).isEqualTo("0 passed, 0 failed, 0 skipped (exit 1)");
    }

    @Test
    void shouldRefuseAnUnknownCommand() throws Exception {
        assertThat(run("main fly")).contains("unknown command: fly").endsWith("(exit 2)");
        assertThat(run("main test nonsense"))
                .contains("no such group of tests: nonsense")
                .endsWith("(exit 2)");
    }

    @Test
    void shouldNameTheJdkToInstallWhereThereIsNone() throws Exception {
        assertThat(run("JDK_AT_LEAST=99; find_jdk"))
                .contains("no JDK 99 or newer")
                .endsWith("(exit 1)");
    }

    @Test
    void shouldNameThePackagesThatAreMissing() throws Exception {
        var script = "TOOLS=(no-such-command:no-such-package); missing_packages";
        assertThat(run(script)).startsWith("no-such-package");
    }

    private String stale() throws Exception {
        return run("stale_modules base top").replaceFirst("\\s*\\(exit 0\\)$", "");
    }

    private String run(String script) throws IOException, InterruptedException {
        var process = new ProcessBuilder("bash", "-c", "source " + tree.resolve("turnpike") + "; " + script)
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return output.strip() + " (exit " + process.waitFor() + ")";
    }

    private static String report(int tests, int failures, int errors, int skipped) {
        return "<?xml version=\"1.0\"?>\n<testsuite name=\"x\" time=\"1\" tests=\"%d\" errors=\"%d\" skipped=\"%d\" failures=\"%d\">\n</testsuite>\n"
                .formatted(tests, errors, skipped, failures);
    }

    private void built(String module) throws IOException {
        var stamp = module + "/target/turnpike-built";
        write(stamp, "");
        Files.setLastModifiedTime(tree.resolve(stamp), FileTime.from(LONG_AGO.plusSeconds(60)));
    }

    /** What a build does not write is older than the stamps. */
    private void write(String file, String content) throws IOException {
        var path = tree.resolve(file);
        var directory = path.resolveSibling("");
        Files.createDirectories(directory);
        Files.writeString(path, content);
        if (!file.contains("/target/")) {
            age(path);
            age(directory);
        }
    }

    private static void age(Path path) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(LONG_AGO));
    }

    private void touch(String file) throws IOException {
        Files.setLastModifiedTime(
                tree.resolve(file), FileTime.from(Instant.now().plusSeconds(10)));
    }
}
