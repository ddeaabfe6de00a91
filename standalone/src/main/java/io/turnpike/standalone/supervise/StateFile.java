package io.turnpike.standalone.supervise;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** The state of a stack as JSON in its data directory; readers see a whole one, old or new. */
public final class StateFile {
    /** Only record components: what records compute from them ({@code isHealthy}) is not state. */
    static final ObjectMapper JSON = JsonMapper.builder()
            .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Path file;

    public StateFile(DataDirectory data) {
        this.file = data.state();
    }

    public synchronized void write(StackState state) throws IOException {
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, JSON.writeValueAsBytes(state));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Empty if nothing was ever started here, or all of it was stopped in order. */
    public Optional<StackState> read() throws IOException {
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file), StackState.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JacksonException e) {
            throw new IOException(file + " is not a state file: " + e.getOriginalMessage(), e);
        }
    }

    public void delete() throws IOException {
        Files.deleteIfExists(file);
    }
}
