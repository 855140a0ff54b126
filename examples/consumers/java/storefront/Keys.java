package storefront;

import acme.tokenpolicy.TokenPolicy;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The issuer's keys, kept as long as the policy says. A key that is not known is asked for, but no oftener than the policy
 * has it, so that tokens with invented names of keys do not become requests.
 */
final class Keys {
    /** Gets the text of the key set, or fails. */
    interface Source {
        String fetch() throws Exception;
    }

    private final Source source;
    private final Clock clock;
    private Map<String, PublicKey> known = Map.of();
    private Instant asked = Instant.MIN;
    private Instant got = Instant.MIN;

    Keys(Source source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /** A key by its name. While the key set cannot be had, the keys that were known go on being used. */
    synchronized Optional<PublicKey> find(String id) {
        Instant now = clock.instant();
        boolean old = !now.isBefore(later(got, TokenPolicy.JWKS_CACHE)) || !known.containsKey(id);
        if (old && !now.isBefore(later(asked, TokenPolicy.JWKS_MIN_INTERVAL))) {
            asked = now;
            try {
                known = read(source.fetch());
                got = now;
            } catch (Exception e) {
                System.getLogger("storefront").log(System.Logger.Level.WARNING, "the key set cannot be had: {0}", e.getClass().getSimpleName());
            }
        }
        return Optional.ofNullable(known.get(id));
    }

    private static Instant later(Instant from, Duration by) {
        return from.equals(Instant.MIN) ? from : from.plus(by);
    }

    private static Map<String, PublicKey> read(String text) throws Json.Malformed {
        Map<String, PublicKey> found = new HashMap<>();
        if (!(Json.object(text).get("keys") instanceof List<?> keys)) {
            throw new Json.Malformed("no key set");
        }
        for (Object item : keys) {
            if (item instanceof Map<?, ?> jwk && jwk.get("kid") instanceof String id && (!jwk.containsKey("use") || "sig".equals(jwk.get("use")))) {
                Jws.key(jwk).ifPresent(key -> found.put(id, key));
            }
        }
        return Map.copyOf(found);
    }
}
