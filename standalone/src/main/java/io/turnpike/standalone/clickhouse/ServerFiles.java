package io.turnpike.standalone.clickhouse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** The files the engine reads at its start, written anew each time except for the identity of its databases. */
record ServerFiles(Path directory) {
    Path config() {
        return directory.resolve("config.xml");
    }

    /** What the engine takes as its own; nothing of ours is inside. */
    Path data() {
        return directory.resolve("data");
    }

    private Path users() {
        return directory.resolve("users.xml");
    }

    void write(String user, String password) throws IOException {
        Files.createDirectories(data().resolve("metadata"));
        Files.writeString(config(), configXml());
        writePrivately(users(), usersXml(user, password));
        requireDatabase("system");
        requireDatabase(ClickHouse.DATABASE);
    }

    /**
     * The engine would create neither: without {@code system} on disk its log tables break at the second start, and
     * the {@code default} database of this mode is an overlay that keeps nothing of ours.
     */
    private void requireDatabase(String name) throws IOException {
        var file = data().resolve("metadata").resolve(name + ".sql");
        if (!Files.exists(file)) {
            Files.writeString(file, "ATTACH DATABASE _ UUID '" + UUID.randomUUID() + "' ENGINE = Atomic\n");
        }
    }

    private static void writePrivately(Path file, String content) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, content);
    }

    private String configXml() {
        return """
                <clickhouse>
                  <logger><console>1</console></logger>
                  <users_config>%s</users_config>
                  <max_server_memory_usage>2000000000</max_server_memory_usage>
                  <mark_cache_size>67108864</mark_cache_size>
                  <shutdown_wait_unfinished>1</shutdown_wait_unfinished>
                </clickhouse>
                """.formatted(users());
    }

    /** {@code default} runs the engine's own start-up statements and may do nothing else; users made by SQL do not work here. */
    private static String usersXml(String user, String password) {
        return """
                <clickhouse>
                  <profiles><default><async_insert>0</async_insert></default></profiles>
                  <quotas><default/></quotas>
                  <users>
                    <default>
                      <password/>
                      <networks><ip>127.0.0.1</ip></networks>
                      <profile>default</profile>
                      <quota>default</quota>
                      <grants><query>GRANT SYSTEM LISTEN ON *.*</query></grants>
                    </default>
                    <%1$s>
                      <password_sha256_hex>%2$s</password_sha256_hex>
                      <networks><ip>127.0.0.1</ip></networks>
                      <profile>default</profile>
                      <quota>default</quota>
                    </%1$s>
                  </users>
                </clickhouse>
                """.formatted(user, sha256(password));
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
