import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;

/**
 * Keeps the promise that the worked example on the partner's page does what that page says: one request for all threads,
 * tries again where that can help, and a word about what to do where it cannot. It runs by itself: java TokensTest.
 */
final class TokensTest {
    private static int failures;

    private TokensTest() {}

    /** An answer of the endpoint; status 0 is none. */
    private record Answer(int status, String body) {}

    /** Stands in for the network and for what the partner brings along. */
    private static final class World extends HttpClient implements Tokens.Own {
        final Deque<Answer> answers = new ArrayDeque<>();
        final List<String> forms = new ArrayList<>();
        String kept = "r0";

        World(Answer... answers) {
            this.answers.addAll(List.of(answers));
        }

        @Override
        public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) throws IOException {
            require("the request", request.uri().toString().equals("https://id.acme.example/oauth2/token") && request.timeout().equals(Optional.of(Duration.ofSeconds(5)))
                    && request.headers().firstValue("Content-Type").equals(Optional.of("application/x-www-form-urlencoded")));
            forms.add(text(request.bodyPublisher().orElseThrow()));
            int n = forms.size();
            Answer answer = answers.isEmpty() ? new Answer(200, "{\"access_token\":\"t" + n + "\",\"expires_in\":600}") : answers.remove();
            if (answer.status() == 0) {
                throw new IOException("down");
            }
            HttpHeaders headers = HttpHeaders.of(Map.of(), (name, value) -> true);
            HttpResponse.BodySubscriber<T> reader = handler.apply(new HttpResponse.ResponseInfo() {
                @Override
                public int statusCode() {
                    return answer.status();
                }

                @Override
                public HttpHeaders headers() {
                    return headers;
                }

                @Override
                public Version version() {
                    return Version.HTTP_1_1;
                }
            });
            reader.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long n) {}

                @Override
                public void cancel() {}
            });
            reader.onNext(List.of(ByteBuffer.wrap(answer.body().getBytes(StandardCharsets.UTF_8))));
            reader.onComplete();
            T body = reader.getBody().toCompletableFuture().join();
            return new Reply<>(request, answer.status(), headers, body);
        }

        @Override
        public String load() {
            return kept;
        }

        @Override
        public void save(String refreshToken) {
            kept = refreshToken;
        }

        @Override
        public void authenticate(Map<String, String> form) {
            form.put("client_id", "partner & co");
        }

        /** Reads the flat objects of this test. */
        @Override
        public Map<String, Object> members(String json) {
            Map<String, Object> found = new HashMap<>();
            Matcher member = Pattern.compile("\"(\\w+)\":(?:\"(\\w*)\"|(\\d+))").matcher(json);
            while (member.find()) {
                found.put(member.group(1), member.group(2) != null ? member.group(2) : (Object) Integer.valueOf(member.group(3)));
            }
            return found;
        }

        @Override
        public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, HttpResponse.BodyHandler<T> handler, HttpResponse.PushPromiseHandler<T> pushes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<CookieHandler> cookieHandler() {
            return Optional.empty();
        }

        @Override
        public Optional<Duration> connectTimeout() {
            return Optional.empty();
        }

        @Override
        public Redirect followRedirects() {
            return Redirect.NEVER;
        }

        @Override
        public Optional<ProxySelector> proxy() {
            return Optional.empty();
        }

        @Override
        public SSLContext sslContext() {
            throw new UnsupportedOperationException();
        }

        @Override
        public SSLParameters sslParameters() {
            return new SSLParameters();
        }

        @Override
        public Optional<Authenticator> authenticator() {
            return Optional.empty();
        }

        @Override
        public Version version() {
            return Version.HTTP_1_1;
        }

        @Override
        public Optional<Executor> executor() {
            return Optional.empty();
        }
    }

    private record Reply<T>(HttpRequest request, int statusCode, HttpHeaders headers, T body) implements HttpResponse<T> {
        @Override
        public Optional<HttpResponse<T>> previousResponse() {
            return Optional.empty();
        }

        @Override
        public Optional<SSLSession> sslSession() {
            return Optional.empty();
        }

        @Override
        public URI uri() {
            return request.uri();
        }

        @Override
        public HttpClient.Version version() {
            return HttpClient.Version.HTTP_1_1;
        }
    }

    public static void main(String[] args) throws Exception {
        World world = new World();
        Tokens tokens = new Tokens(world, world);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Thread thread = new Thread(() -> {
                try {
                    require("one token for all", tokens.token().equals("t1"));
                } catch (Tokens.Refusal | InterruptedException e) {
                    require("no token: " + e, false);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        require("one request for all", world.forms.equals(List.of("grant_type=refresh_token&refresh_token=r0&client_id=partner+%26+co")));
        for (int i = 0; i < 3; i++) {
            require("what to do", tokens.refused("t1", "invalid_token").equals("refresh"));
            require("a refused token is renewed once", tokens.token().equals("t2"));
        }
        require("what to do", tokens.refused("t2", "insufficient_scope").equals("request_scope"));
        require("a good token is kept", tokens.token().equals("t2"));

        for (Answer answer : List.of(new Answer(503, "{\"error\":\"temporarily_unavailable\"}"), new Answer(502, "<html>"), new Answer(0, ""))) {
            World down = new World(answer);
            require("another try after " + answer, new Tokens(down, down).token().equals("t2"));
        }
        for (String code : List.of("invalid_grant", "no_such_code")) {
            World refusing = new World(new Answer(400, "{\"error\":\"" + code + "\"}"));
            try {
                new Tokens(refusing, refusing).token();
                require("a token in spite of " + code, false);
            } catch (Tokens.Refusal refusal) {
                require("what to do about " + code, refusal.action.equals(code.equals("invalid_grant") ? "reauthenticate" : "") && refusing.forms.size() == 1);
            }
        }
        System.exit(failures > 0 ? 1 : 0);
    }

    private static synchronized void require(String what, boolean good) {
        if (!good) {
            failures++;
            System.err.println("FAILED: " + what);
        }
    }

    private static String text(HttpRequest.BodyPublisher body) {
        StringBuilder out = new StringBuilder();
        body.subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(ByteBuffer part) {
                out.append(StandardCharsets.UTF_8.decode(part));
            }

            @Override
            public void onError(Throwable fault) {
                throw new IllegalStateException(fault);
            }

            @Override
            public void onComplete() {}
        });
        return out.toString();
    }
}
