package io.turnpike.standalone.lab;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.turnpike.cli.ApiException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Lets one more director join: its addresses are registered, and its parts, which stand by, start. */
final class Join {
    private final RunningLab lab;

    Join(RunningLab lab) {
        this.lab = lab;
    }

    /** Returns when it has its share of the traffic. */
    void run() throws IOException, ApiException, InterruptedException {
        ForwardingHost director = ForwardingHost.named(LabRouting.JOINER).orElseThrow();
        lab.api().post("/v1/apply", declaration(director));
        Path wanted = LabRouting.joinFile(lab.data());
        Files.createDirectories(wanted.getParent());
        Files.writeString(wanted, "");
        new Drain(lab.data(), lab.state()).undrain(director.name());
    }

    private static ObjectNode declaration(ForwardingHost director) {
        ObjectNode declaration = new ObjectMapper().createObjectNode();
        declaration
                .putArray("resources")
                .addObject()
                .put("id", director.name())
                .put("kind", "NODE")
                .put("role", "DIRECTOR")
                .putArray("localAddresses")
                .add(director.localAddresses())
                .add(director.ipv6LocalAddresses());
        return declaration;
    }
}
