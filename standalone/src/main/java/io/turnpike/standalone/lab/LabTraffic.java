package io.turnpike.standalone.lab;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drives a little real traffic over every path of the lab, so that there is something to see. */
public final class LabTraffic {
    private static final Logger LOG = LoggerFactory.getLogger(LabTraffic.class);
    private static final int SECONDS_BETWEEN_ROUNDS = 5;
    private static final String SECONDS_AT_MOST = "4";

    private LabTraffic() {}

    public static void main(String[] args) throws InterruptedException {
        CountDownLatch stop = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(stop::countDown));
        awaitNodes(List.of(args), stop);
        do {
            if (Lab.isTrafficPaused()) {
                continue;
            }
            fetch("client1", "http://" + Topology.VIP + "/64KiB");
            fetch("client1", "http://" + Topology.WEB_VIP + "/64KiB");
            fetch("client1", "http://[" + Topology.VIP_IPV6 + "]/32KiB");
            fetch("client1", "http://" + Topology.EIP + "/32KiB");
            fetch("client1", "http://" + Topology.DNAT_EIP + ":8080/32KiB");
            fetch("ecs3", "http://" + Topology.CLIENT + "/16KiB");
            fetch("client1", "http://" + Topology.ECS4_PUBLIC + "/16KiB");
            fetch("ecs6", "http://" + Topology.CLIENT + "/");
        } while (!stop.await(SECONDS_BETWEEN_ROUNDS, TimeUnit.SECONDS));
    }

    /** Waits until every node, by its health page, has applied a registry: before that it knows no address. */
    private static void awaitNodes(List<String> healthPages, CountDownLatch stop) throws InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        while (!healthPages.stream().allMatch(page -> hasRegistry(http, page)) && !stop.await(1, TimeUnit.SECONDS)) {
            LOG.debug("waiting for {}", healthPages);
        }
    }

    private static boolean hasRegistry(HttpClient http, String healthPage) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(healthPage)).build();
            return http.send(request, HttpResponse.BodyHandlers.ofString())
                    .body()
                    .contains("applied");
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static void fetch(String host, String url) {
        try {
            Command.Result result = Command.attempt(
                    Lab.inside(host, List.of("curl", "-s", "-g", "-o", "/dev/null", "--max-time", SECONDS_AT_MOST, url)), "");
            LOG.debug("{} {} -> {}", host, url, result.exitCode());
        } catch (IOException e) {
            LOG.warn("{} {}: {}", host, url, e.toString());
        }
    }
}
