package io.turnpike.standalone;

import io.turnpike.cli.ApiClient;
import io.turnpike.cli.ApiException;
import io.turnpike.cli.WayTable;
import io.turnpike.standalone.supervise.DataDirectory;
import io.turnpike.standalone.supervise.StateFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The last screen of {@code up}: where everything is, and the way of octets to a bill line as it is now. */
final class WayScreen {
    private static final long REFRESH_SECONDS = 2;

    private final DataDirectory data;
    private final Screen screen;
    private final Map<String, String> links;
    private final ApiClient api;

    WayScreen(DataDirectory data, Screen screen) throws IOException {
        this.data = data;
        this.screen = screen;
        this.links = new StateFile(data)
                .read()
                .orElseThrow(() -> new IOException("nothing is up on " + data.root()))
                .links();
        this.api = RunningApi.of(links);
    }

    void showUntil(CountDownLatch stopping) throws InterruptedException {
        screen.block(where("Ctrl-C stops everything."));
        screen.settle();
        do {
            screen.block(way());
        } while (screen.isTerminal() && !stopping.await(REFRESH_SECONDS, TimeUnit.SECONDS));
    }

    void showOnce() {
        screen.block(where("./turnpike down stops it."));
        screen.settle();
        screen.block(way());
    }

    private List<String> where(String howToStop) {
        var url = links.getOrDefault("url", "");
        return List.of(
                "",
                "Turnpike is up. " + howToStop,
                "  pages " + url + "  (user operator, password in " + links.getOrDefault("passwordFile", "") + ")",
                "  API   " + url + "  (what it can do: " + url + "/q/openapi)",
                "  key   in " + links.getOrDefault("keyFile", "") + "  (./turnpike usage, bill, get, apply use it)",
                "  logs  in " + data.logs(),
                "");
    }

    private List<String> way() {
        var lines = new ArrayList<String>();
        try {
            lines.addAll(WayTable.lines(api.get("/v1/way")));
        } catch (ApiException e) {
            lines.add(String.valueOf(e.getMessage()));
        }
        return lines;
    }
}
