package storefront;

import acme.tokenpolicy.TokenPolicy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * A signed message in the compact form (RFC 7515). It is checked with ES256 alone (RFC 7518, section 3.4): its header never
 * chooses the algorithm.
 */
record Jws(Map<String, Object> header, Map<String, Object> claims, byte[] signed, byte[] signature) {
    /** Reads a message; nothing in it is to be believed before verifiedBy. */
    static Optional<Jws> parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            byte[] signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
            return Optional.of(new Jws(Json.object(decoded(parts[0])), Json.object(decoded(parts[1])), signed, Base64.getUrlDecoder().decode(parts[2])));
        } catch (IllegalArgumentException | Json.Malformed e) {
            return Optional.empty();
        }
    }

    /** Whether it is of a type, signed by a key, and asks for nothing else to be understood. */
    boolean verifiedBy(PublicKey key, String type) {
        if (!TokenPolicy.Algorithm.ES256.value().equals(header.get("alg")) || !type.equals(header.get("typ")) || header.containsKey("crit")) {
            return false;
        }
        try {
            Signature check = Signature.getInstance("SHA256withECDSAinP1363Format");
            check.initVerify(key);
            check.update(signed);
            return signature.length == 64 && check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** A claim that is a text. */
    Optional<String> text(String name) {
        return claims.get(name) instanceof String s && !s.isEmpty() ? Optional.of(s) : Optional.empty();
    }

    /** A claim that is a time in seconds (RFC 7519, section 2). */
    Optional<Instant> time(String name) {
        if (!(claims.get(name) instanceof BigDecimal seconds) || seconds.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE * 128L)) > 0) {
            return Optional.empty();
        }
        return Optional.of(Instant.ofEpochMilli(seconds.movePointRight(3).longValue()));
    }

    /** The public key that an object of RFC 7517 describes, if it is one on P-256 and has no private part. */
    static Optional<PublicKey> key(Map<?, ?> jwk) {
        if (!"EC".equals(jwk.get("kty")) || !"P-256".equals(jwk.get("crv")) || jwk.containsKey("d") || !(jwk.get("x") instanceof String x) || !(jwk.get("y") instanceof String y)) {
            return Optional.empty();
        }
        try {
            AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
            curve.init(new ECGenParameterSpec("secp256r1"));
            ECPoint point = new ECPoint(coordinate(x), coordinate(y));
            return Optional.of(KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The thumbprint of such a key (RFC 7638). */
    static String thumbprint(Map<?, ?> jwk) {
        return digest("{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"" + jwk.get("x") + "\",\"y\":\"" + jwk.get("y") + "\"}");
    }

    /** The SHA-256 of a text, in base64url. */
    static String digest(String text) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(sum);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Compares without telling by the time it takes where two texts differ. */
    static boolean same(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    private static BigInteger coordinate(String text) {
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        if (bytes.length != 32) {
            throw new IllegalArgumentException("a coordinate of P-256 has 32 bytes");
        }
        return new BigInteger(1, bytes);
    }

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }
}
