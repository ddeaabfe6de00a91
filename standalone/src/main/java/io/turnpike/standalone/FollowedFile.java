package io.turnpike.standalone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A growing file, read line by line as it grows. */
final class FollowedFile {
    private final Path file;
    private int readOctets;

    FollowedFile(Path file) {
        this.file = file;
    }

    /** The lines that were completed since the last call. */
    List<String> newLines() throws IOException {
        var octets = Files.readAllBytes(file);
        int end = octets.length;
        while (end > readOctets && octets[end - 1] != '\n') {
            end--;
        }
        var fresh = new String(octets, readOctets, end - readOctets, StandardCharsets.UTF_8);
        readOctets = end;
        return fresh.lines().toList();
    }
}
