package storefront;

import static acme.tokenpolicy.TokenPolicy.Cause;
import static acme.tokenpolicy.TokenPolicy.Client;
import static acme.tokenpolicy.TokenPolicy.Environment;
import static acme.tokenpolicy.TokenPolicy.ResourceServer;
import static acme.tokenpolicy.TokenPolicy.Token;

import acme.tokenpolicy.TokenPolicy;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Keeps the promise that a token is let through exactly where the policy lets it, to the millisecond, that a refusal looks
 * as the policy says, and that keys are asked for no oftener than it has it. It runs by itself: java storefront.StorefrontTest.
 */
final class StorefrontTest {
    private static final String ORIGIN = "https://storefront.acme.example";
    private static final Instant ISSUED = Instant.parse("2026-10-01T12:00:00Z");
    private static final Cause FINE = null;

    private static int failures;
    private static int cases;

    private StorefrontTest() {}

    /** A clock that stands still until it is set. */
    private static final class Still extends Clock {
        private Instant now = ISSUED.plusSeconds(60);

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** A service and one good call of it, each part of which a case can spoil. */
    private static final class World implements AutoCloseable {
        final Still clock = new Still();
        final KeyPair issuerKey = newKey();
        KeyPair clientKey = newKey();
        final Nonces nonces = new Nonces("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
        final Map<String, Object> header = new LinkedHashMap<>(Map.of("alg", "ES256", "typ", "at+jwt", "kid", "prod-1"));
        final Map<String, Object> claims = new LinkedHashMap<>();
        final Map<String, Object> proofHeader = new LinkedHashMap<>();
        final Map<String, Object> proof = new LinkedHashMap<>();
        final Set<String> revoked = new HashSet<>();
        final Set<String> seen = new HashSet<>();
        String method = "GET";
        String scheme = "DPoP";
        String token;
        int asked;
        private final HttpServer server;

        World() throws Exception {
            Keys keys = new Keys(() -> {
                asked++;
                return "{\"keys\":[" + json(jwk(issuerKey, "prod-1")) + "]}";
            }, clock);
            Guard guard = new Guard(Environment.PRODUCTION, ResourceServer.STOREFRONT, keys, nonces, revoked::contains, (key, id) -> !seen.add(key + " " + id), clock);
            server = new Storefront(guard, nonces, ORIGIN, clock).start(new InetSocketAddress("127.0.0.1", 0));
            Duration life = TokenPolicy.expectedExpiresIn(Token.ACCESS, Client.MOBILE, Environment.PRODUCTION).orElseThrow();
            claims.putAll(Map.of("iss", "https://id.acme.example", "sub", "u_1", "aud", ORIGIN, "exp", ISSUED.plus(life).getEpochSecond(), "nbf", ISSUED.getEpochSecond(),
                    "iat", ISSUED.getEpochSecond(), "jti", "at_1", "client_id", "mobile", "scope", "orders.read catalogue.read",
                    "cnf", Map.of("jkt", Jws.thumbprint(jwk(clientKey, null)))));
            proofHeader.putAll(Map.of("alg", "ES256", "typ", "dpop+jwt"));
            proof.putAll(Map.of("htm", "GET", "htu", ORIGIN + "/orders", "jti", "p_1"));
        }

        HttpResponse<String> send() throws Exception {
            String text = token != null ? token : signed(issuerKey, header, claims);
            proofHeader.putIfAbsent("jwk", jwk(clientKey, null));
            proof.putIfAbsent("ath", Jws.digest(text));
            proof.putIfAbsent("iat", clock.now.getEpochSecond());
            proof.putIfAbsent("nonce", nonces.current(clock.now));
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/orders?page=2"))
                    .method(method, HttpRequest.BodyPublishers.noBody()).header("Authorization", scheme + " " + text).header("DPoP", signed(clientKey, proofHeader, proof)).build();
            return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    private interface Spoil {
        void accept(World world) throws Exception;
    }

    public static void main(String[] args) throws Exception {
        Instant end = ISSUED.plus(TokenPolicy.expectedExpiresIn(Token.ACCESS, Client.MOBILE, Environment.PRODUCTION).orElseThrow());
        Duration millisecond = Duration.ofMillis(1);
        judge("good", FINE, w -> {});
        judge("exp", FINE, w -> w.clock.now = end);
        judge("exp + skew - 1 ms", FINE, w -> w.clock.now = end.plus(TokenPolicy.CLOCK_SKEW).minus(millisecond));
        judge("exp + skew", Cause.ACCESS_EXPIRED, w -> w.clock.now = end.plus(TokenPolicy.CLOCK_SKEW));
        judge("nbf - skew", FINE, w -> w.clock.now = ISSUED.minus(TokenPolicy.CLOCK_SKEW_FUTURE));
        judge("nbf - skew - 1 ms", Cause.SIGNATURE_INVALID, w -> w.clock.now = ISSUED.minus(TokenPolicy.CLOCK_SKEW_FUTURE).minus(millisecond));
        judge("another audience", Cause.WRONG_AUDIENCE, w -> w.claims.put("aud", "https://payments.acme.example"));
        judge("no audience", Cause.WRONG_AUDIENCE, w -> w.claims.remove("aud"));
        judge("several audiences", FINE, w -> w.claims.put("aud", List.of("https://x.example", ORIGIN)));
        judge("another issuer", Cause.SIGNATURE_INVALID, w -> w.claims.put("iss", "https://id.staging.acme.example"));
        judge("an ID token", Cause.TOKEN_OF_WRONG_TYPE, w -> w.header.put("typ", "JWT"));
        judge("the long name of the type", FINE, w -> w.header.put("typ", "application/at+jwt"));
        for (String claim : new String[] {"sub", "jti", "client_id", "exp", "nbf", "iat"}) {
            judge("no " + claim, Cause.TOKEN_OF_WRONG_TYPE, w -> w.claims.remove(claim));
        }
        judge("exp as a text", Cause.TOKEN_OF_WRONG_TYPE, w -> w.claims.put("exp", "1790842200"));
        judge("exp beyond all times", Cause.SIGNATURE_INVALID, w -> w.token = raw(w, "{\"exp\":1e999999999}"));
        judge("on the denylist", Cause.ACCESS_REVOKED, w -> w.revoked.add("at_1"));
        judge("a scope is missing", Cause.SCOPE_MISSING, w -> w.claims.put("scope", "catalogue.read"));
        judge("half a scope", Cause.SCOPE_MISSING, w -> w.claims.put("scope", "orders.reader"));
        judge("no scope", Cause.SCOPE_MISSING, w -> w.claims.remove("scope"));
        judge("writing needs another scope", Cause.SCOPE_MISSING, w -> {
            w.method = "POST";
            w.proof.put("htm", "POST");
        });
        judge("another scheme", Cause.MISSING_CREDENTIALS, w -> w.scheme = "Basic");
        judge("as a bearer token", Cause.MISSING_CREDENTIALS, w -> w.scheme = "Bearer");
        judge("another key", Cause.SIGNATURE_INVALID, w -> w.token = signed(newKey(), w.header, w.claims));
        judge("an unknown key", Cause.SIGNATURE_INVALID, w -> w.header.put("kid", "prod-2"));
        judge("unsigned", Cause.SIGNATURE_INVALID, w -> w.header.put("alg", "none"));
        judge("HMAC", Cause.SIGNATURE_INVALID, w -> w.header.put("alg", "HS256"));
        judge("an extension that must be understood", Cause.SIGNATURE_INVALID, w -> w.header.put("crit", List.of("b64")));
        judge("changed", Cause.SIGNATURE_INVALID, w -> w.token = cut(signed(w.issuerKey, w.header, w.claims)) + base64("{\"sub\":\"u_2\"}") + ".AAAA");
        judge("zeros for a signature", Cause.SIGNATURE_INVALID, w -> w.token = body(w) + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64]));
        judge("a claim twice", Cause.SIGNATURE_INVALID, w -> w.token = raw(w, "{\"sub\":\"u_1\",\"sub\":\"u_2\"}"));
        judge("too deep", Cause.SIGNATURE_INVALID, w -> w.token = raw(w, "{\"a\":" + "[".repeat(500) + "]".repeat(500) + "}"));
        judge("too long", Cause.SIGNATURE_INVALID, w -> w.claims.put("more", "x".repeat(2048)));
        judge("no token at all", Cause.SIGNATURE_INVALID, w -> w.token = "...");
        judge("another client's key", Cause.BINDING_FAILED, w -> w.clientKey = newKey());
        judge("a private key in the proof", Cause.BINDING_FAILED, w -> {
            Map<String, Object> jwk = new LinkedHashMap<>(jwk(w.clientKey, null));
            jwk.put("d", "AAAA");
            w.proofHeader.put("jwk", jwk);
        });
        judge("another method", Cause.BINDING_FAILED, w -> w.proof.put("htm", "POST"));
        judge("another address", Cause.BINDING_FAILED, w -> w.proof.put("htu", ORIGIN + "/cart"));
        judge("another token's proof", Cause.BINDING_FAILED, w -> w.proof.put("ath", "x"));
        judge("a proof at the end of its window", FINE, w -> w.proof.put("iat", w.clock.now.minus(TokenPolicy.DPOP_PROOF_WINDOW).getEpochSecond()));
        judge("an old proof", Cause.BINDING_FAILED, w -> w.proof.put("iat", w.clock.now.minus(TokenPolicy.DPOP_PROOF_WINDOW).getEpochSecond() - 1));
        judge("a proof of another type", Cause.BINDING_FAILED, w -> w.proofHeader.put("typ", "JWT"));
        judge("a proof without an id", Cause.BINDING_FAILED, w -> w.proof.remove("jti"));
        judge("a token without a key", Cause.BINDING_FAILED, w -> w.claims.remove("cnf"));
        judge("no nonce", Cause.RESOURCE_NONCE_NEEDED, w -> w.proof.put("nonce", ""));
        judge("the nonce before", FINE, w -> w.proof.put("nonce", w.nonces.current(w.clock.now.minus(TokenPolicy.DPOP_PROOF_WINDOW))));
        judge("an old nonce", Cause.RESOURCE_NONCE_NEEDED, w -> w.proof.put("nonce", w.nonces.current(w.clock.now.minus(TokenPolicy.DPOP_PROOF_WINDOW.multipliedBy(2)))));
        once();
        keys();
        if (failures > 0) {
            System.err.println(failures + " of " + cases + " cases failed");
            System.exit(1);
        }
        System.out.println(cases + " cases");
    }

    /** Sends a call that a case has spoiled; want is the cause of its refusal. */
    private static void judge(String name, Cause want, Spoil spoil) throws Exception {
        try (World world = new World()) {
            spoil.accept(world);
            HttpResponse<String> answer = world.send();
            String challenge = answer.headers().firstValue("WWW-Authenticate").orElse("");
            boolean nonce = answer.headers().firstValue("DPoP-Nonce").equals(Optional.of(world.nonces.current(world.clock.now)));
            if (want == FINE) {
                expect(name, answer.statusCode() == 200 && nonce && !answer.body().contains("u_1"), answer.statusCode() + " " + challenge);
                return;
            }
            TokenPolicy.CauseInfo info = TokenPolicy.lookupCause(want).orElseThrow();
            boolean looks = answer.statusCode() == info.status() && challenge.startsWith("DPoP ") && challenge.contains("error_uri=\"" + info.url() + "\"") && nonce
                    && (info.code() == null ? !challenge.contains("error=") : challenge.contains("error=\"" + info.code().value() + "\""));
            expect(name, looks, answer.statusCode() + " " + challenge + ", want " + want);
        }
    }

    private static void once() throws Exception {
        try (World world = new World()) {
            expect("a proof once", world.send().statusCode() == 200, "refused");
            expect("a proof twice", world.send().statusCode() == 401, "let through");
        }
    }

    /** The key set is asked for as often as the policy says, and old keys are used while it cannot be had. */
    private static void keys() throws Exception {
        Still clock = new Still();
        int[] asked = {0};
        boolean[] down = {false};
        KeyPair pair = newKey();
        Keys keys = new Keys(() -> {
            asked[0]++;
            if (down[0]) {
                throw new IOException("down");
            }
            return "{\"keys\":[" + json(jwk(pair, "a")) + ",{\"kty\":\"RSA\",\"kid\":\"b\"},{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"c\",\"use\":\"enc\"}]}";
        }, clock);
        expect("the first key", keys.find("a").isPresent() && asked[0] == 1, asked[0] + " requests");
        expect("keys that are none of ours", keys.find("b").isEmpty() && keys.find("c").isEmpty(), "found");
        for (int i = 0; i < 1000; i++) {
            keys.find("unknown" + i);
        }
        expect("invented names", asked[0] == 1, asked[0] + " requests");
        clock.now = clock.now.plus(TokenPolicy.JWKS_MIN_INTERVAL);
        keys.find("unknown");
        expect("an unknown name after a while", asked[0] == 2, asked[0] + " requests");
        clock.now = clock.now.plus(TokenPolicy.JWKS_CACHE).minusMillis(1);
        keys.find("a");
        expect("within the cache time", asked[0] == 2, asked[0] + " requests");
        clock.now = clock.now.plusMillis(1);
        down[0] = true;
        expect("while the key set cannot be had", keys.find("a").isPresent() && keys.find("a").isPresent() && asked[0] == 3, asked[0] + " requests");
    }

    private static void expect(String name, boolean good, String found) {
        cases++;
        if (!good) {
            failures++;
            System.err.println("FAILED: " + name + ": " + found);
        }
    }

    private static KeyPair newKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static Map<String, Object> jwk(KeyPair pair, String id) {
        ECPublicKey key = (ECPublicKey) pair.getPublic();
        Map<String, Object> out = new LinkedHashMap<>(Map.of("kty", "EC", "crv", "P-256", "x", coordinate(key.getW().getAffineX()), "y", coordinate(key.getW().getAffineY())));
        if (id != null) {
            out.put("kid", id);
        }
        return out;
    }

    private static String coordinate(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] out = new byte[32];
        int length = Math.min(bytes.length, 32);
        System.arraycopy(bytes, bytes.length - length, out, 32 - length, length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(out);
    }

    private static String signed(KeyPair pair, Map<String, Object> header, Map<String, Object> claims) throws Exception {
        return signed(pair, base64(json(header)) + "." + base64(json(claims)));
    }

    private static String signed(KeyPair pair, String text) throws Exception {
        Signature sign = Signature.getInstance("SHA256withECDSAinP1363Format");
        sign.initSign(pair.getPrivate());
        sign.update(text.getBytes(StandardCharsets.US_ASCII));
        return text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(sign.sign());
    }

    /** A token with a text for its claims, signed by the issuer. */
    private static String raw(World world, String claims) throws Exception {
        return signed(world.issuerKey, base64(json(world.header)) + "." + base64(claims));
    }

    private static String body(World world) throws Exception {
        String text = signed(world.issuerKey, world.header, world.claims);
        return text.substring(0, text.lastIndexOf('.'));
    }

    private static String cut(String token) {
        return token.substring(0, token.indexOf('.') + 1);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String json(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream().map(e -> json(e.getKey()) + ":" + json(e.getValue())).collect(Collectors.joining(",", "{", "}"));
        } else if (value instanceof List<?> list) {
            return list.stream().map(StorefrontTest::json).collect(Collectors.joining(",", "[", "]"));
        }
        return value instanceof String s ? "\"" + s + "\"" : String.valueOf(value);
    }
}
