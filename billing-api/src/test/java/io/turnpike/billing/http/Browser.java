package io.turnpike.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The system's Chromium, watched: what it asked for, and what it complained about. */
final class Browser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
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
    private final com.microsoft.playwright.Browser chromium = playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    .setHeadless(true)
                    .setArgs(QUIET));

    /** A visitor with cookies and a memory of its own. */
    record Visit(Page page, List<String> complaints, List<String> elsewhere) {
        /** A browser writes an answer that is no success to its console; a test says which ones it asked for. */
        void requireQuietBut(String... statuses) {
            assertThat(complaints)
                    .filteredOn(complaint -> List.of(statuses).stream()
                            .noneMatch(status -> complaint.contains("responded with a status of " + status)))
                    .isEmpty();
            assertThat(elsewhere).isEmpty();
        }

        void signIn(String user, String password) {
            page.fill("#user", user);
            page.fill("#password", password);
            page.click("button[type=submit]");
        }
    }

    Visit visit(URI root, String locale) {
        BrowserContext context = chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setBaseURL(root.toString())
                .setLocale(locale)
                .setViewportSize(1280, 800));
        context.addInitScript(
                "addEventListener('securitypolicyviolation', e => console.error('policy: ' + e.violatedDirective));");
        Page page = context.newPage();
        List<String> complaints = new CopyOnWriteArrayList<>();
        List<String> elsewhere = new CopyOnWriteArrayList<>();
        page.onConsoleMessage(message -> complain(message, complaints));
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            if (!root.getAuthority().equals(URI.create(request.url()).getAuthority())) {
                elsewhere.add(request.url());
            }
        });
        return new Visit(page, complaints, elsewhere);
    }

    private static void complain(ConsoleMessage message, List<String> complaints) {
        if (message.type().equals("error") || message.type().equals("warning")) {
            complaints.add(message.text());
        }
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }
}
