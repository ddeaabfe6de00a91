package io.turnpike.standalone;

import io.turnpike.standalone.supervise.Part;
import java.io.IOException;
import java.util.List;

/** Contributes parts to what {@code up} starts: the seam where applications, nodes and the lab plug in. */
@FunctionalInterface
public interface PartSource {
    List<Part> parts(Surroundings surroundings) throws IOException;
}
