package io.turnpike.keyserver;

import java.util.List;

/** Kinds of keys that the lab makes. */
public enum LabKeyKind {
    RSA_2048("rsa:2048"),
    ECDSA_P256("ec -pkeyopt ec_paramgen_curve:P-256"),
    ECDSA_P384("ec -pkeyopt ec_paramgen_curve:P-384");

    private final String newKeyOptions;

    LabKeyKind(String newKeyOptions) {
        this.newKeyOptions = newKeyOptions;
    }

    /** What follows {@code -newkey} of {@code openssl req}. */
    List<String> newKeyOptions() {
        return List.of(newKeyOptions.split(" "));
    }
}
