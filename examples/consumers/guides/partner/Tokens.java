import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** Hands out an access token, to any number of threads, and renews it before it ends. */
public final class Tokens {
    // What the policy states for client partner in environment production.
    // issuers.production.endpoints.token
    private static final String TOKEN_ENDPOINT = "https://id.acme.example/oauth2/token";
    // What to ask for; clients.partner.scopes
    public static final String SCOPES = "offline_access orders.read inventory.write feed.read";
    // Where an answer has no expires_in; tokens.partner_access.lifetime
    private static final Duration ASSUMED_LIFE = Duration.ofMillis(600000L);
    private static final double REFRESH_SHARE = 0.2; // client_strategy.refresh_at.remaining, of the life
    private static final Duration REFRESH_AT_LEAST = Duration.ofMillis(60000L); // client_strategy.refresh_at.at_least
    private static final double REFRESH_SPREAD = 0.1; // client_strategy.refresh_at.jitter, of the time ahead
    private static final Duration CLOCK_TOLERANCE = Duration.ofMillis(30000L); // validation.clock_skew
    private static final Duration REQUEST_TIMEOUT = Duration.ofMillis(5000L); // client_strategy.request_timeout
    private static final int RETRY_ATTEMPTS = 3; // client_strategy.retry.attempts
    private static final Duration RETRY_BASE = Duration.ofMillis(500L); // client_strategy.retry.base
    private static final Duration RETRY_CAP = Duration.ofMillis(10000L); // client_strategy.retry.cap
    // client_strategy.retry.statuses
    private static final List<Integer> RETRY_STATUSES = List.of(429, 502, 503, 504);

    /** What the policy has this client do about an error code. */
    private static String action(String code) {
        switch (code) {
            case "invalid_token":
                return "refresh";
            case "insufficient_scope":
                return "request_scope";
            case "use_dpop_nonce":
                return "use_nonce";
            case "invalid_grant":
                return "reauthenticate";
            case "invalid_dpop_proof":
                return "fix_request";
            case "invalid_client":
            case "unauthorized_client":
                return "operator";
            case "too_many_requests":
            case "temporarily_unavailable":
                return "backoff";
            default:
                return "";
        }
    }

    /** An answer that has no token in it, and what to do now. */
    public static final class Refusal extends Exception {
        private static final long serialVersionUID = 1;

        public final String code;
        public final String action;
        private final int status;
        private final Duration after;

        Refusal(String code, String action, int status, Duration after) {
            super(code + ": " + action);
            this.code = code;
            this.action = action;
            this.status = status;
            this.after = after;
        }

        /** Whether trying again can help. */
        boolean passing() {
            return action.equals("backoff") || RETRY_STATUSES.contains(status);
        }
    }

    /** What this client brings along. */
    public interface Own {
        // The refresh token's place; clients.partner.storage.refresh: database
        String load();

        void save(String refreshToken);

        // Adds what the client authenticates with, or its client_id; clients.partner.auth: tls_client_auth
        void authenticate(Map<String, String> form);

        // The members of a JSON object, read with the library at hand; none where the text is no such object.
        Map<String, Object> members(String json);
    }

    private final Own own;
    private final HttpClient http;
    private String access = "";
    private Instant due = Instant.MIN;
    private Instant dies = Instant.MIN;

    /** Takes the client to send with, which holds a certificate where the policy asks for one. */
    public Tokens(Own own, HttpClient http) {
        this.own = own;
        this.http = http;
    }

    /** An access token that lives on for a while: one caller renews, the others wait for it. */
    public synchronized String token() throws Refusal, InterruptedException {
        if (Instant.now().isBefore(due)) {
            return access;
        }
        try {
            renew();
        } catch (Refusal refusal) {
            // Fall back: the old one may still live.
            if (!refusal.passing() || !Instant.now().plus(CLOCK_TOLERANCE).isBefore(dies)) {
                throw refusal;
            }
        }
        return access;
    }

    /**
     * What to do when a service refuses a token. After "refresh", repeat the call with a new token, as often as
     * client_strategy.refreshes_per_request has it: 1.
     */
    public synchronized String refused(String token, String code) {
        if (access.equals(token) && action(code).equals("refresh")) { // nobody has renewed it meanwhile
            due = Instant.MIN;
            dies = Instant.MIN;
        }
        return action(code);
    }

    private void renew() throws Refusal, InterruptedException {
        double base = RETRY_BASE.toMillis();
        for (int attempt = 0;; attempt++) {
            Duration after;
            try {
                post();
                return;
            } catch (Refusal refusal) {
                if (!refusal.passing() || attempt >= RETRY_ATTEMPTS) {
                    throw refusal;
                }
                after = refusal.after;
            }
            double wait = base * Math.pow(2, attempt);
            wait = Math.min(wait, RETRY_CAP.toMillis());
            wait *= ThreadLocalRandom.current().nextDouble();
            Thread.sleep((long) Math.max(wait, after.toMillis()));
        }
    }

    private void post() throws Refusal, InterruptedException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", own.load());
        own.authenticate(form);
        String body = form.entrySet().stream().map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue())).collect(Collectors.joining("&"));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(TOKEN_ENDPOINT)).POST(HttpRequest.BodyPublishers.ofString(body));
        request.header("Content-Type", "application/x-www-form-urlencoded");
        request.header("Accept", "application/json");
        if (!REQUEST_TIMEOUT.isZero()) {
            request.timeout(REQUEST_TIMEOUT);
        }
        Instant sent = Instant.now();
        HttpResponse<String> response;
        try {
            response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException fault) {
            throw new Refusal(fault.getClass().getSimpleName(), "backoff", 0, Duration.ZERO);
        }
        Map<String, Object> got = own.members(response.body());
        if (!(got.get("access_token") instanceof String token) || token.isEmpty()) {
            String code = got.get("error") instanceof String s ? s : "";
            // client_strategy.retry.honor_retry_after
            String after = response.headers().firstValue("Retry-After").filter(s -> s.matches("[0-9]{1,6}")).orElse("0");
            throw new Refusal(code, action(code), response.statusCode(), Duration.ofSeconds(Long.parseLong(after)));
        }
        if (got.get("refresh_token") instanceof String refresh) {
            own.save(refresh); // kept before the new token is used
        }
        double life = got.get("expires_in") instanceof Number seconds ? seconds.doubleValue() * 1000 : ASSUMED_LIFE.toMillis();
        double ahead = Math.max(life * REFRESH_SHARE, REFRESH_AT_LEAST.toMillis());
        ahead += ahead * REFRESH_SPREAD * ThreadLocalRandom.current().nextDouble();
        access = token;
        due = sent.plusMillis((long) (life - ahead));
        dies = sent.plusMillis((long) life);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
