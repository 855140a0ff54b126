package storefront;

import static acme.tokenpolicy.TokenPolicy.Cause;
import static acme.tokenpolicy.TokenPolicy.Environment;
import static acme.tokenpolicy.TokenPolicy.ResourceServer;
import static acme.tokenpolicy.TokenPolicy.Scope;
import static acme.tokenpolicy.TokenPolicy.Token;

import acme.tokenpolicy.TokenPolicy;
import java.net.URI;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Finds out who calls, or why the call is refused. Access tokens are bound to a DPoP key (RFC 9449), so a call brings a
 * token and a proof. Every number, name and address comes from the generated class.
 */
final class Guard {
    /** Who calls. */
    record Caller(String subject, String client, List<String> scopes) {}

    /** A caller, or else the cause for which there is none. */
    record Verdict(Caller caller, Cause refused) {}

    /** What of a request is looked at. */
    record Call(String method, URI address, List<String> authorization, List<String> proofs) {}

    private final String issuer;
    private final String audience;
    private final long longest;
    private final Keys keys;
    private final Nonces nonces;
    private final Predicate<String> revoked;
    private final BiPredicate<String, String> seen;
    private final Clock clock;

    /**
     * @param revoked whether the token with an id is on the denylist, which is read every TokenPolicy.DENYLIST_POLL
     * @param seen whether a key has used the id of a proof before; it remembers both for TokenPolicy.DPOP_REMEMBER_JTI
     */
    Guard(Environment environment, ResourceServer service, Keys keys, Nonces nonces, Predicate<String> revoked, BiPredicate<String, String> seen, Clock clock) {
        issuer = TokenPolicy.lookupEnvironment(environment).flatMap(e -> TokenPolicy.lookupIssuer(e.issuer())).orElseThrow().url();
        audience = TokenPolicy.lookupResourceServer(service, environment).orElseThrow().audience();
        longest = TokenPolicy.lookupToken(Token.ACCESS).orElseThrow().maxLength();
        this.keys = keys;
        this.nonces = nonces;
        this.revoked = revoked;
        this.seen = seen;
        this.clock = clock;
    }

    /** Judges a call that needs scopes. */
    Verdict judge(Call call, Scope... needed) {
        if (call.authorization().isEmpty()) {
            return refused(Cause.MISSING_CREDENTIALS);
        }
        String[] credential = call.authorization().get(0).split(" ", 2);
        if (call.authorization().size() > 1) {
            return refused(Cause.RESOURCE_INVALID_REQUEST);
        } else if (credential.length != 2 || !credential[0].equalsIgnoreCase("DPoP")) {
            return refused(Cause.MISSING_CREDENTIALS);
        } else if (credential[1].length() > longest) {
            return refused(Cause.SIGNATURE_INVALID);
        }
        Jws token = Jws.parse(credential[1]).orElse(null);
        if (token == null || !(token.header().get("kid") instanceof String id)) {
            return refused(Cause.SIGNATURE_INVALID);
        }
        if (!(token.header().get("typ") instanceof String type) || !type.replaceFirst("^application/", "").equals("at+jwt")) {
            return refused(Cause.TOKEN_OF_WRONG_TYPE);
        }
        if (keys.find(id).filter(key -> token.verifiedBy(key, type)).isEmpty()) {
            return refused(Cause.SIGNATURE_INVALID);
        }
        Optional<Cause> bad = claims(token).or(() -> proof(call, credential[1], token));
        if (bad.isPresent()) {
            return refused(bad.get());
        }
        List<String> scopes = List.of(token.text("scope").orElse("").split(" "));
        if (!scopes.containsAll(Arrays.stream(needed).map(Scope::value).toList())) {
            return refused(Cause.SCOPE_MISSING);
        }
        return new Verdict(new Caller(token.text("sub").orElseThrow(), token.text("client_id").orElseThrow(), scopes), null);
    }

    /** Why the claims of a token whose signature is good make it worthless here. */
    private Optional<Cause> claims(Jws token) {
        Instant now = clock.instant();
        Optional<Instant> expires = token.time("exp");
        Optional<Instant> begins = token.time("nbf");
        Optional<Instant> issued = token.time("iat");
        if (!token.text("iss").filter(issuer::equals).isPresent()) {
            return Optional.of(Cause.SIGNATURE_INVALID); // another issuer's keys mean nothing here
        } else if (expires.isEmpty() || begins.isEmpty() || issued.isEmpty() || !List.of("sub", "jti", "client_id").stream().allMatch(name -> token.text(name).isPresent())) {
            return Optional.of(Cause.TOKEN_OF_WRONG_TYPE);
        } else if (!audience.equals(token.claims().get("aud")) && !(token.claims().get("aud") instanceof Collection<?> all && all.contains(audience))) {
            return Optional.of(Cause.WRONG_AUDIENCE);
        } else if (TokenPolicy.isExpired(now, expires.get())) {
            return Optional.of(Cause.ACCESS_EXPIRED);
        } else if (TokenPolicy.isNotYetValid(now, begins.get()) || TokenPolicy.isNotYetValid(now, issued.get())) {
            return Optional.of(Cause.SIGNATURE_INVALID);
        } else if (revoked.test(token.text("jti").orElseThrow())) {
            return Optional.of(Cause.ACCESS_REVOKED);
        }
        return Optional.empty();
    }

    /** Why a request does not prove the key that its token is bound to (RFC 9449, sections 4.3 and 7.1). */
    private Optional<Cause> proof(Call call, String token, Jws claims) {
        Optional<Cause> failed = Optional.of(Cause.BINDING_FAILED);
        Jws proof = call.proofs().size() == 1 ? Jws.parse(call.proofs().get(0)).orElse(null) : null;
        if (proof == null || !(proof.header().get("jwk") instanceof Map<?, ?> jwk) || !(claims.claims().get("cnf") instanceof Map<?, ?> bound) || !(bound.get("jkt") instanceof String thumbprint)) {
            return failed;
        }
        Optional<PublicKey> key = Jws.key(jwk);
        if (key.isEmpty() || !proof.verifiedBy(key.get(), "dpop+jwt") || !Jws.same(Jws.thumbprint(jwk), thumbprint)) {
            return failed;
        }
        Instant now = clock.instant();
        Optional<Instant> made = proof.time("iat");
        boolean fits = proof.text("htm").filter(call.method()::equals).isPresent()
                && proof.text("htu").filter(call.address().toString()::equals).isPresent()
                && proof.text("ath").filter(hash -> Jws.same(hash, Jws.digest(token))).isPresent()
                && made.filter(at -> !now.isAfter(at.plus(TokenPolicy.DPOP_PROOF_WINDOW)) && !TokenPolicy.isNotYetValid(now, at)).isPresent();
        if (!fits || proof.text("jti").isEmpty()) {
            return failed;
        }
        if (!nonces.good(proof.text("nonce").orElse(""), now)) {
            return Optional.of(Cause.RESOURCE_NONCE_NEEDED);
        }
        return seen.test(thumbprint, proof.text("jti").get()) ? failed : Optional.empty();
    }

    private static Verdict refused(Cause cause) {
        return new Verdict(null, cause);
    }
}
