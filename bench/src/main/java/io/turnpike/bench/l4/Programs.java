package io.turnpike.bench.l4;

import io.turnpike.node.ffi.BpfObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** The compiled objects of the packet path. */
final class Programs {
    private Programs() {}

    /** Loads an object for the life of the process. */
    static BpfObject load(String name, Map<String, Integer> maxEntries) throws IOException {
        try (InputStream in = BpfObject.class.getResourceAsStream("/io/turnpike/bpf/" + name + ".bpf.o")) {
            if (in == null) {
                throw new IOException("no compiled packet path for " + name);
            }
            return new BpfObject(in.readAllBytes(), null, maxEntries);
        }
    }
}
