package io.turnpike.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** standalone -> applications -> flow-model -> JDK; applications meet on topics and HTTP only. */
@NullMarked
class DependencyDirectionTest {
    private static final Path ROOT = Path.of(System.getProperty("turnpike.root", ".."));
    private static final List<String> MODULES = List.of(
            "flow-model",
            "collector",
            "dataplane/netns",
            "dataplane/registry",
            "dataplane/node",
            "dataplane/key-api",
            "dataplane/key-server",
            "dataplane/proxy",
            "metering-job",
            "billing-api",
            "cli",
            "replay",
            "standalone");
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importPaths(MODULES.stream()
                    .map(module -> ROOT.resolve(module).resolve("target/classes"))
                    .toList());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.turnpike.flow",
                "io.turnpike.collector",
                "io.turnpike.netns",
                "io.turnpike.registry",
                "io.turnpike.node",
                "io.turnpike.keyapi",
                "io.turnpike.keyserver",
                "io.turnpike.proxy",
                "io.turnpike.metering",
                "io.turnpike.billing",
                "io.turnpike.cli",
                "io.turnpike.replay",
                "io.turnpike.standalone"
            })
    void shouldSeeEveryModule(String root) {
        assertThat(CLASSES.stream().filter(c -> c.getPackageName().startsWith(root)))
                .isNotEmpty();
    }

    @Test
    void shouldKeepTheWireContractOnTheJdkAlone() {
        classes()
                .that()
                .resideInAPackage("io.turnpike.flow..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.turnpike.flow..", "java..", "org.jspecify..")
                .check(CLASSES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"collector..", "node..", "keyserver..", "proxy..", "metering..", "billing..", "cli..", "replay.."
            })
    void shouldKeepApplicationsApart(String application) {
        String[] others = Stream.of(
                        "node..",
                        "keyserver..",
                        "proxy..",
                        "metering..",
                        "billing..",
                        "cli..",
                        "replay..",
                        "standalone..")
                .filter(other -> !other.equals(application))
                .map(other -> "io.turnpike." + other)
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage("io.turnpike." + application)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .check(CLASSES);
    }

    /** The key API is all that a proxy knows of key servers, and it reads no private keys but its own identity's. */
    @Test
    void shouldKeepTheKeyApiByItself() {
        noClasses()
                .that()
                .resideInAPackage("io.turnpike.keyapi..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.turnpike.keyserver..", "io.turnpike.proxy..", "io.turnpike.registry..")
                .check(CLASSES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "metering.rules..",
                "billing.tariff..",
                "billing.rating..",
                "billing.limits..",
                "replay.capture..",
                "replay.packet..",
                "replay.flow.."
            })
    void shouldKeepFrameworksOutOfPureCores(String core) {
        classes()
                .that()
                .resideInAPackage("io.turnpike." + core)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.turnpike..", "java..", "org.jspecify..")
                .check(CLASSES);
    }

    @Test
    void shouldCallForeignFunctionsInOnePlace() {
        noClasses()
                .that()
                .resideInAPackage("io.turnpike..")
                .and()
                .resideOutsideOfPackages(
                        "io.turnpike.netns..",
                        "io.turnpike.node.ffi..",
                        "io.turnpike.node.maps..",
                        "io.turnpike.node.role..",
                        "io.turnpike.node.upgrade..",
                        "io.turnpike.node",
                        "io.turnpike.standalone.clickhouse..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.foreign..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.turnpike..")
                .and()
                .resideOutsideOfPackages(
                        "io.turnpike.netns..", "io.turnpike.node.ffi..", "io.turnpike.standalone.clickhouse..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.foreign.Linker")
                .check(CLASSES);
    }

    @Test
    void shouldHaveNoCyclesBetweenPackagesOfAModule() {
        SlicesRuleDefinition.slices()
                .matching("io.turnpike.(node|proxy|metering|billing|collector|flow|cli|replay).(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void shouldHaveNoJunkDrawers() throws IOException {
        for (String module : MODULES) {
            try (Stream<Path> folders = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                assertThat(folders.filter(Files::isDirectory).map(folder -> String.valueOf(folder.getFileName())))
                        .doesNotContain("util", "utils", "common", "helper", "helpers", "misc");
            }
        }
    }
}
