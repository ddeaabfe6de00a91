package io.turnpike.standalone.flink;

import io.turnpike.standalone.supervise.Ports;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The configuration file of the cluster: small processes on loopback. What the job itself decides is not here. */
record FlinkConfig(int restPort, int rpcPort, int blobPort, int taskManagers) {
    static final String METRICS_PORT = "metrics.reporter.prom.port";

    static FlinkConfig in(Ports ports, int taskManagers) throws IOException {
        return new FlinkConfig(
                ports.of("jobmanager-rest"), ports.of("jobmanager-rpc"), ports.of("jobmanager-blob"), taskManagers);
    }

    String yaml() {
        return settings().entrySet().stream()
                .map(setting -> setting.getKey() + ": '" + setting.getValue() + "'\n")
                .collect(Collectors.joining());
    }

    private Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        settings.putAll(addresses());
        settings.putAll(sizes());
        // So many that the job stands still while one is away, as it does on a cluster that is just large enough.
        settings.put("parallelism.default", Integer.toString(taskManagers));
        // TaskManagers look for a JobManager that is not there, as yet or again, so often and not every 10 s.
        settings.put("cluster.registration.error-delay", "1 s");
        settings.put("heartbeat.interval", "2 s");
        settings.put("heartbeat.timeout", "15 s");
        settings.put(
                "metrics.reporter.prom.factory.class", "org.apache.flink.metrics.prometheus.PrometheusReporterFactory");
        return settings;
    }

    private Map<String, String> addresses() {
        var here = "127.0.0.1";
        return Map.ofEntries(
                Map.entry("jobmanager.rpc.address", here),
                Map.entry("jobmanager.rpc.port", Integer.toString(rpcPort)),
                Map.entry("jobmanager.bind-host", here),
                Map.entry("blob.server.port", Integer.toString(blobPort)),
                Map.entry("rest.address", here),
                Map.entry("rest.bind-address", here),
                Map.entry("rest.port", Integer.toString(restPort)),
                Map.entry("rest.bind-port", Integer.toString(restPort)),
                Map.entry("web.submit.enable", "false"),
                Map.entry("web.cancel.enable", "false"),
                Map.entry("taskmanager.host", here),
                Map.entry("taskmanager.bind-host", here));
    }

    /** A TaskManager that is started without Flink's own script has to be told each of these. */
    private static Map<String, String> sizes() {
        return Map.ofEntries(
                Map.entry("taskmanager.numberOfTaskSlots", "1"),
                Map.entry("taskmanager.cpu.cores", "1"),
                Map.entry("taskmanager.memory.framework.heap.size", "128 mb"),
                Map.entry("taskmanager.memory.framework.off-heap.size", "64 mb"),
                Map.entry("taskmanager.memory.task.heap.size", "320 mb"),
                Map.entry("taskmanager.memory.task.off-heap.size", "64 mb"),
                Map.entry("taskmanager.memory.managed.size", "1 mb"),
                Map.entry("taskmanager.memory.network.min", "32 mb"),
                Map.entry("taskmanager.memory.network.max", "32 mb"),
                Map.entry("taskmanager.memory.jvm-metaspace.size", "128 mb"),
                Map.entry("taskmanager.memory.jvm-overhead.min", "64 mb"),
                Map.entry("taskmanager.memory.jvm-overhead.max", "64 mb"));
    }
}
