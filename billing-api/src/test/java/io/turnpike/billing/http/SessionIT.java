package io.turnpike.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.turnpike.billing.http.Api.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Stores.class)
class SessionIT {
    @TestHTTPResource("/")
    URI root = URI.create("");

    private Api api = new Api(root, "");

    @BeforeEach
    void operator() {
        api = new Api(root, Stores.OPERATOR_KEY);
    }

    private String ownOrigin() {
        return "http://" + root.getAuthority();
    }

    private Answer signIn(String user, String password, String origin) {
        String body = "{\"user\": \"%s\", \"password\": \"%s\"}".formatted(user, password);
        return api.send(HttpRequest.newBuilder(root.resolve("/v1/session"))
                .header("Content-Type", "application/json")
                .header("Origin", origin)
                .POST(BodyPublishers.ofString(body)));
    }

    private String cookie(Answer answer) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(204);
        return answer.response().headers().firstValue("Set-Cookie").orElseThrow();
    }

    private HttpRequest.Builder with(String cookie, String path) {
        return HttpRequest.newBuilder(root.resolve(path)).header("Cookie", cookie.replaceFirst(";.*", ""));
    }

    private String customerKey() {
        assertThat(api.apply().status()).isEqualTo(200);
        return api.post("/v1/accounts/acme/keys", "").json().get("key").asText();
    }

    @Test
    void shouldOpenASessionThatScriptsCannotReadAndOtherSitesCannotUse() {
        String cookie = cookie(signIn("operator", Stores.PASSWORD, ownOrigin()));
        assertThat(cookie).contains("HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200");
        assertThat(cookie.replaceFirst(";.*", "")).hasSizeGreaterThan("turnpike_session=".length() + 42);
        assertThat(api.send(with(cookie, "/v1/resources")).status()).isEqualTo(200);
        assertThat(api.send(with(cookie, "/v1/session")).json().get("role").asText())
                .isEqualTo("OPERATOR");
    }

    @Test
    void shouldRefuseWhoDoesNotKnowThePassword() {
        assertThat(signIn("operator", Stores.PASSWORD + "x", ownOrigin()).status())
                .isEqualTo(401);
        assertThat(signIn("acme", Stores.PASSWORD, ownOrigin()).status()).isEqualTo(401);
        assertThat(signIn("acme", Stores.OPERATOR_KEY, ownOrigin()).status()).isEqualTo(401);
        assertThat(signIn("globex", customerKey(), ownOrigin()).status()).isEqualTo(401);
        assertThat(api.send(HttpRequest.newBuilder(root.resolve("/v1/session")))
                        .json()
                        .get("role")
                        .isNull())
                .isTrue();
    }

    @Test
    void shouldLetACustomerSeeItsOwnOnly() {
        String cookie = cookie(signIn("acme", customerKey(), ownOrigin()));
        assertThat(api.send(with(cookie, "/v1/session")).json().get("account").asText())
                .isEqualTo("acme");
        assertThat(api.send(with(cookie, "/v1/charges?account=globex")).status())
                .isEqualTo(403);
        assertThat(api.send(with(cookie, "/v1/unbilled?account=globex")).status())
                .isEqualTo(403);
        for (String path :
                new String[] {"/v1/nodes", "/v1/holes", "/v1/dead-letters", "/v1/audit", "/v1/audit/totals"}) {
            assertThat(api.send(with(cookie, path)).status()).as(path).isEqualTo(403);
        }
    }

    @Test
    void shouldRefuseWhatAnotherSiteMadeTheBrowserSend() {
        assertThat(signIn("operator", Stores.PASSWORD, "http://elsewhere.example")
                        .status())
                .isEqualTo(403);
        String cookie = cookie(signIn("operator", Stores.PASSWORD, ownOrigin()));
        HttpRequest.Builder forged = with(cookie, "/v1/apply").header("Content-Type", "application/json");
        assertThat(api.send(forged.copy().header("Origin", "http://127.0.0.1:1").POST(BodyPublishers.ofString("{}")))
                        .status())
                .isEqualTo(403);
        assertThat(api.send(forged.copy().POST(BodyPublishers.ofString("{}"))).status())
                .isEqualTo(403);
        assertThat(api.send(forged.copy().header("Origin", ownOrigin()).POST(BodyPublishers.ofString("{}")))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void shouldEndTheSessionForWhoeverHasItsCookie() {
        String cookie = cookie(signIn("operator", Stores.PASSWORD, ownOrigin()));
        Answer out = api.send(
                with(cookie, "/v1/session").header("Origin", ownOrigin()).DELETE());
        assertThat(cookie(out)).contains("Max-Age=0");
        assertThat(api.send(with(cookie, "/v1/resources")).status()).isEqualTo(401);
    }

    @Test
    void shouldAskToWaitAfterTooManyAttempts() {
        for (int attempt = 0; attempt < 5; attempt++) {
            assertThat(signIn("mallory", "guess", ownOrigin()).status()).isEqualTo(401);
        }
        Answer sixth = signIn("mallory", "guess", ownOrigin());
        assertThat(sixth.status()).isEqualTo(429);
        assertThat(sixth.mediaType()).isEqualTo("application/problem+json");
        assertThat(sixth.response().headers().firstValue("Retry-After")).isPresent();
    }
}
