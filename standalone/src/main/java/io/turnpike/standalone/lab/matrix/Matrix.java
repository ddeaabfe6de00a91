package io.turnpike.standalone.lab.matrix;

import io.turnpike.cli.ApiClient;
import io.turnpike.cli.ApiException;
import io.turnpike.cli.Document;
import io.turnpike.cli.DocumentException;
import io.turnpike.standalone.lab.Lab;
import io.turnpike.standalone.lab.Topology;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** Drives every probe at once, then waits until the ledger has grown by exactly what the captures saw. */
public final class Matrix {
    private static final String DOCUMENT = "/io/turnpike/standalone/lab/matrix.yaml";
    private static final int PROBES_AT_ONCE = 8;
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final ApiClient api;
    private final Ledger ledger;

    public Matrix(ApiClient api) {
        this.api = api;
        this.ledger = new Ledger(api);
    }

    /** Runs it once; the lab's own traffic rests meanwhile. */
    public Report run() throws IOException, ApiException, InterruptedException {
        List<Probe> probes = Table.probes();
        Map<String, Capture> captures = new LinkedHashMap<>();
        Lab.pauseTraffic();
        try {
            declare();
            Lab.showSegmentsToCaptures();
            for (String host : hosts()) {
                captures.put(host, new Capture(host));
            }
            for (Capture capture : captures.values()) {
                capture.awaitListening();
            }
            // Not before: what ends between the two would be in the ledger's growth and in no capture.
            QuietLedger.Quiet before = new QuietLedger(api).octets();
            Map<Probe, Boolean> answered = attempt(probes);
            Report report = settle(probes, answered, before, captures);
            for (Capture capture : captures.values()) {
                capture.finish();
            }
            return report;
        } finally {
            for (Capture capture : captures.values()) {
                capture.close();
            }
            Lab.resumeTraffic();
        }
    }

    private static List<String> hosts() {
        List<String> hosts = new ArrayList<>(List.of("client1"));
        hosts.addAll(Topology.ECS);
        return hosts;
    }

    /** The load balancers with a listener for each ECS; applied again they change nothing. */
    private void declare() throws IOException, ApiException {
        try (InputStream in = Objects.requireNonNull(Matrix.class.getResourceAsStream(DOCUMENT))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            api.post("/v1/apply", Document.parse("matrix.yaml", text).json());
        } catch (DocumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static Map<Probe, Boolean> attempt(List<Probe> probes) throws InterruptedException, IOException {
        Map<Probe, Boolean> answered = new LinkedHashMap<>();
        try (var threads = Executors.newFixedThreadPool(PROBES_AT_ONCE)) {
            List<Probe> driven = probes.stream().filter(Probe::isDriven).toList();
            List<Future<Boolean>> results =
                    threads.invokeAll(driven.stream().map(Matrix::attempt).toList());
            for (int i = 0; i < driven.size(); i++) {
                answered.put(driven.get(i), results.get(i).get());
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
        return answered;
    }

    private static Callable<Boolean> attempt(Probe probe) {
        return () -> Attempt.answered(probe);
    }

    /** Captures go on meanwhile: connections that the proxies keep alive end when they like. */
    private Report settle(
            List<Probe> probes, Map<Probe, Boolean> answered, QuietLedger.Quiet before, Map<String, Capture> captures)
            throws IOException, ApiException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Map<Cell, Long> growth = Ledger.growth(before.octets(), ledger.octets());
            Map<String, List<Packet>> packets = new LinkedHashMap<>();
            for (Map.Entry<String, Capture> capture : captures.entrySet()) {
                packets.put(
                        capture.getKey(),
                        capture.getValue().packets().stream()
                                .filter(packet -> packet.at().isAfter(before.at()))
                                .toList());
            }
            Report report = Report.of(probes, answered, packets, growth);
            if (report.isExact() || System.nanoTime() > deadline) {
                return report;
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }
}
