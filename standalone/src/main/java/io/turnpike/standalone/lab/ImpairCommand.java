package io.turnpike.standalone.lab;

import io.turnpike.standalone.lab.impair.Impairment;
import io.turnpike.standalone.supervise.PartState;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code lab impair}: asks the process of the lab's servers, in which the relays live. */
final class ImpairCommand {
    private ImpairCommand() {}

    /** Returns what there is to say; null if it does not understand. */
    static @Nullable String run(List<String> words) throws IOException, InterruptedException {
        List<String> rest = new ArrayList<>(words);
        List<String> data = take(rest, "--data");
        boolean clear = rest.remove("--clear");
        if (clear) {
            return rest.isEmpty() ? ask(RunningLab.of(data), "clear") : null;
        }
        Impairment impairment =
                new Impairment(number(rest, "--loss"), (int) number(rest, "--delay"), number(rest, "--reorder"), (long)
                        number(rest, "--seed"));
        return rest.size() == 1 ? ask(RunningLab.of(data), query(Topology.link(rest.getFirst()), impairment)) : null;
    }

    private static String query(Topology.Link link, Impairment impairment) {
        return "host=%s&name=%s&loss=%s&delay=%d&reorder=%s&seed=%d"
                .formatted(
                        link.farHost(),
                        link.farName(),
                        impairment.lossPercent(),
                        impairment.delayMillis(),
                        impairment.reorderPercent(),
                        impairment.seed());
    }

    private static double number(List<String> words, String option) {
        List<String> found = take(words, option);
        try {
            return found.isEmpty() ? 0 : Double.parseDouble(found.getLast());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " '" + found.getLast() + "' is not a number", e);
        }
    }

    /** Takes an option and its value out of the words. */
    private static List<String> take(List<String> words, String option) {
        int at = words.indexOf(option);
        if (at < 0 || at == words.size() - 1) {
            return List.of();
        }
        return List.of(words.remove(at), words.remove(at));
    }

    private static String ask(@Nullable RunningLab lab, String query) throws IOException, InterruptedException {
        if (lab == null) {
            throw new IOException("no lab is up");
        }
        int port = lab.state().parts().stream()
                .filter(part -> part.name().equals(LabParts.SERVERS))
                .mapToInt(PartState::port)
                .findFirst()
                .orElseThrow(() -> new IOException("the lab's servers are not up"));
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/impair?" + query))
                            .timeout(Duration.ofSeconds(30))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException(answer.body());
            }
            return answer.body();
        }
    }
}
