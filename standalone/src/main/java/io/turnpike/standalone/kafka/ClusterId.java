package io.turnpike.standalone.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.Uuid;

/** A formatted directory belongs to its cluster for good, so the name of the cluster is kept beside it. */
final class ClusterId {
    private ClusterId() {}

    static Path file(Path directory) {
        return directory.resolveSibling(directory.getFileName() + "-cluster-id");
    }

    /** Makes one up at the first start; by one process, since all brokers have to agree. */
    static synchronized void require(Path directory) throws IOException {
        if (!Files.exists(file(directory))) {
            Files.writeString(file(directory), Uuid.randomUuid().toString());
        }
    }
}
