package io.turnpike.standalone;

import io.turnpike.standalone.supervise.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;

/** How many processes do the work; a data directory stays with what it was made for. */
enum Deployment {
    /** One broker, and the metering job in a process of its own. */
    TOGETHER(1),

    /** As on many machines: three brokers, and the metering job on a Flink cluster. */
    SEPARATE(3);

    private final int brokers;

    Deployment(int brokers) {
        this.brokers = brokers;
    }

    int brokers() {
        return brokers;
    }

    /** Refuses a directory made for another: its topics have another number of replicas. */
    void require(DataDirectory data) throws IOException {
        var file = data.of("deployment");
        if (!Files.exists(file)) {
            Files.writeString(file, Files.exists(data.of("kafka")) ? TOGETHER.word() : word());
        }
        var made = Files.readString(file).strip();
        if (!made.equals(word())) {
            throw new IOException("%s was made %s: start it %s, or use another --data"
                    .formatted(data.root(), with(made), with(made)));
        }
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static String with(String word) {
        return word.equals(SEPARATE.word()) ? "with --separate" : "without --separate";
    }
}
