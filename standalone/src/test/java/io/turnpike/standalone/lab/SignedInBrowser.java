package io.turnpike.standalone.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.NullMarked;

/** A headless Chromium in which the operator has signed in to the pages of the lab. */
@NullMarked
final class SignedInBrowser implements AutoCloseable {
    private static final List<String> QUIET = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private final Playwright playwright =
            Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final Browser chromium = playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions()
                    .setExecutablePath(Path.of("/usr/bin/chromium"))
                    .setArgs(QUIET));
    private final Page page = chromium.newPage();

    SignedInBrowser(LabStack lab) throws IOException {
        JsonNode links = lab.turnpike().must("status", "--json").json().path("links");
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.navigate(links.path("url").asText());
        page.fill("#user", "operator");
        page.fill(
                "#password",
                Files.readString(Path.of(links.path("passwordFile").asText())).strip());
        page.click("button[type=submit]");
        page.waitForURL("**/finance.html");
    }

    Page page() {
        return page;
    }

    void open(String path) {
        page.navigate(page.url().replaceFirst("(https?://[^/]+).*", "$1" + path));
    }

    /** What the pages' scripts complained of. */
    List<String> complaints() {
        return complaints;
    }

    /** An attribute of the first element; 0 if it is empty or not there. */
    static long number(Locator element, String attribute) {
        String value = element.first().getAttribute(attribute);
        return value == null || value.isEmpty() ? 0 : Long.parseLong(value);
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }
}
