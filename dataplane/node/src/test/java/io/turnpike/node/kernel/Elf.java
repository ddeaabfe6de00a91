package io.turnpike.node.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Compiled packet paths. */
public final class Elf {
    private Elf() {}

    /** Of a role, by its name. */
    public static byte[] of(String role) {
        try (InputStream in = Elf.class.getResourceAsStream("/io/turnpike/bpf/" + role + ".bpf.o")) {
            return Objects.requireNonNull(in, "no compiled packet path for " + role)
                    .readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
