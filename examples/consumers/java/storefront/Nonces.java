package storefront;

import acme.tokenpolicy.TokenPolicy;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Nonces for DPoP proofs (RFC 9449, section 9) that need no memory: each stands for a stretch of time as long as a proof
 * may be old, and the one before it is taken too. All instances of a service share the secret.
 */
final class Nonces {
    private final SecretKeySpec secret;

    Nonces(byte[] secret) {
        this.secret = new SecretKeySpec(secret, "HmacSHA256");
    }

    /** The nonce to use now. */
    String current(Instant now) {
        return of(stretch(now));
    }

    /** Whether a nonce is the current one or the one before. */
    boolean good(String nonce, Instant now) {
        return Jws.same(nonce, of(stretch(now))) | Jws.same(nonce, of(stretch(now) - 1));
    }

    private static long stretch(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), TokenPolicy.DPOP_PROOF_WINDOW.toSeconds());
    }

    private String of(long stretch) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(stretch).array()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
