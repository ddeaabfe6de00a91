package io.turnpike.standalone;

import io.turnpike.standalone.lab.LabParts;
import io.turnpike.standalone.supervise.Ports;
import io.turnpike.standalone.supervise.Secrets;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * What runs on top of the engines.
 *
 * @param sources in the order in which their parts are listed and shown
 * @param deployment how many processes the engines and the job are
 * @param apiPort the port asked for, 0 for the one kept or any free one
 */
record Plan(Deployment deployment, List<PartSource> sources, int apiPort) {
    static final Plan ENGINES_ONLY = new Plan(Deployment.TOGETHER, List.of(), 0);

    Plan {
        sources = List.copyOf(sources);
    }

    /** All of Turnpike, with as much of the lab as is wanted. */
    static Plan everything(Installation installation, Deployment deployment, int apiPort, LabMode lab) {
        var applications = new Applications(installation, deployment);
        return lab.present()
                ? new Plan(deployment, List.of(applications, new LabParts(lab.traffic(), lab.hook())), apiPort)
                : new Plan(deployment, List.of(applications), apiPort);
    }

    void choosePorts(Ports ports) throws IOException {
        if (apiPort != 0) {
            ports.put(Applications.API, apiPort);
        }
    }

    /** What the command line client finds in the state file. */
    Map<String, String> links(Ports ports, Secrets secrets) throws IOException {
        if (sources.isEmpty()) {
            return Map.of();
        }
        return Map.of(
                "url",
                Applications.url(ports).toString(),
                "keyFile",
                secrets.file(Applications.OPERATOR_KEY).toString(),
                "passwordFile",
                secrets.file(Applications.WEB_PASSWORD).toString());
    }
}
