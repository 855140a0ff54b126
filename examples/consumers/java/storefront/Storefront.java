package storefront;

import static acme.tokenpolicy.TokenPolicy.Algorithm;
import static acme.tokenpolicy.TokenPolicy.Cause;
import static acme.tokenpolicy.TokenPolicy.Endpoint;
import static acme.tokenpolicy.TokenPolicy.Environment;
import static acme.tokenpolicy.TokenPolicy.Event;
import static acme.tokenpolicy.TokenPolicy.Scope;

import acme.tokenpolicy.TokenPolicy;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A storefront whose orders are guarded by the policy. It answers refusals as the policy says that they look. */
final class Storefront {
    private static final System.Logger LOG = System.getLogger("storefront");

    private final Guard guard;
    private final Nonces nonces;
    private final String origin;
    private final Clock clock;

    /** @param origin how clients address this service, such as https://storefront.acme.example: what a proxy in front tells is not believed */
    Storefront(Guard guard, Nonces nonces, String origin, Clock clock) {
        this.guard = guard;
        this.nonces = nonces;
        this.origin = origin;
        this.clock = clock;
    }

    /** Starts to listen. */
    HttpServer start(InetSocketAddress address) throws IOException {
        HttpServer server = HttpServer.create(address, 0);
        server.createContext("/orders", this::orders);
        server.start();
        LOG.log(System.Logger.Level.INFO, "policy {0} {1} {2}", TokenPolicy.POLICY_ID, TokenPolicy.POLICY_VERSION, TokenPolicy.POLICY_HASH);
        return server;
    }

    /** Gets the key set of an environment's issuer. */
    static Keys.Source keySet(Environment environment) {
        URI address = URI.create(TokenPolicy.lookupEndpoint(Endpoint.JWKS, environment).orElseThrow().url());
        HttpClient client = HttpClient.newBuilder().connectTimeout(TokenPolicy.REQUEST_TIMEOUT).followRedirects(HttpClient.Redirect.NEVER).build();
        return () -> {
            HttpResponse<String> answer = client.send(HttpRequest.newBuilder(address).timeout(TokenPolicy.REQUEST_TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("status " + answer.statusCode());
            }
            return answer.body();
        };
    }

    private void orders(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean reads = List.of("GET", "HEAD").contains(exchange.getRequestMethod());
            Scope[] needed = {reads ? Scope.ORDERS_READ : Scope.ORDERS_WRITE};
            URI address = URI.create(origin + exchange.getRequestURI().getRawPath());
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.getResponseHeaders().set("DPoP-Nonce", nonces.current(clock.instant()));
            Guard.Verdict verdict = guard.judge(new Guard.Call(exchange.getRequestMethod(), address, all(exchange, "Authorization"), all(exchange, "DPoP")), needed);
            if (verdict.refused() != null) {
                refuse(exchange, verdict.refused(), needed);
                return;
            }
            byte[] body = ("{\"customer\":\"" + Jws.digest(verdict.caller().subject()) + "\"}").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(200, head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    /** Answers as the policy says that a cause looks (RFC 6750, section 3; RFC 9449, section 7.1). */
    private void refuse(HttpExchange exchange, Cause cause, Scope[] needed) throws IOException {
        LOG.log(System.Logger.Level.INFO, "event={0} reason={1}", Event.OAUTH_VALIDATION_FAILED.value(), cause.value());
        TokenPolicy.CauseInfo info = TokenPolicy.lookupCause(cause).orElseThrow();
        StringBuilder challenge = new StringBuilder("DPoP algs=\"")
                .append(Arrays.stream(Algorithm.values()).map(Algorithm::value).collect(Collectors.joining(" "))).append('"');
        if (info.code() != null) {
            challenge.append(", error=\"").append(info.code().value()).append('"');
        }
        if (info.url() != null) {
            challenge.append(", error_uri=\"").append(info.url()).append('"');
        }
        if (cause == Cause.SCOPE_MISSING) {
            challenge.append(", scope=\"").append(Arrays.stream(needed).map(Scope::value).collect(Collectors.joining(" "))).append('"');
        }
        exchange.getResponseHeaders().set("WWW-Authenticate", challenge.toString());
        exchange.sendResponseHeaders(info.status() == null ? 401 : info.status().intValue(), -1);
    }

    private static List<String> all(HttpExchange exchange, String name) {
        return exchange.getRequestHeaders().getOrDefault(name, List.of());
    }
}
