package storefront;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON (RFC 8259) strictly: no name twice in an object, no depth that would exhaust the stack, nothing after the end.
 * The JDK has no reader of its own; a service that has a JSON library uses that.
 */
final class Json {
    private static final int DEEPEST = 16;

    /** A text that is no JSON of the kind that is read here. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super(message);
        }
    }

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /** The members of an object. Values are Map, List, String, BigDecimal, Boolean or, for null, absent. */
    static Map<String, Object> object(String text) throws Malformed {
        Json reader = new Json(text);
        reader.space();
        Map<String, Object> members = reader.members(0);
        reader.space();
        if (reader.at != text.length()) {
            throw new Malformed("text after the end");
        }
        return members;
    }

    private Object value(int depth) throws Malformed {
        space();
        if (depth > DEEPEST) {
            throw new Malformed("too deep");
        }
        switch (peek()) {
            case '{':
                return members(depth);
            case '[':
                return items(depth);
            case '"':
                return string();
            case 't':
                return word("true", Boolean.TRUE);
            case 'f':
                return word("false", Boolean.FALSE);
            case 'n':
                return word("null", null);
            default:
                return number();
        }
    }

    private Map<String, Object> members(int depth) throws Malformed {
        Map<String, Object> found = new HashMap<>();
        List<String> names = new ArrayList<>();
        take('{');
        space();
        if (peek() == '}') {
            at++;
            return found;
        }
        while (true) {
            space();
            String name = string();
            if (names.contains(name)) {
                throw new Malformed("a name twice");
            }
            names.add(name);
            space();
            take(':');
            Object value = value(depth + 1);
            if (value != null) {
                found.put(name, value);
            }
            space();
            if (peek() == '}') {
                at++;
                return found;
            }
            take(',');
        }
    }

    private List<Object> items(int depth) throws Malformed {
        List<Object> found = new ArrayList<>();
        take('[');
        space();
        if (peek() == ']') {
            at++;
            return found;
        }
        while (true) {
            found.add(value(depth + 1));
            space();
            if (peek() == ']') {
                at++;
                return found;
            }
            take(',');
        }
    }

    private String string() throws Malformed {
        take('"');
        StringBuilder out = new StringBuilder();
        while (true) {
            char c = peek();
            at++;
            if (c == '"') {
                return out.toString();
            } else if (c < ' ') {
                throw new Malformed("a control character");
            } else if (c != '\\') {
                out.append(c);
                continue;
            }
            char escaped = peek();
            at++;
            int plain = "\"\\/bfnrt".indexOf(escaped);
            if (plain >= 0) {
                out.append("\"\\/\b\f\n\r\t".charAt(plain));
            } else if (escaped == 'u' && at + 4 <= text.length() && text.substring(at, at + 4).matches("[0-9A-Fa-f]{4}")) {
                out.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
                at += 4;
            } else {
                throw new Malformed("an unknown escape");
            }
        }
    }

    private BigDecimal number() throws Malformed {
        int start = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String digits = text.substring(start, at);
        // Twenty digits are enough for any time, and an exponent of millions would be worked out for hours.
        if (digits.length() > 20 || !digits.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,2})?")) {
            throw new Malformed("no value");
        }
        return new BigDecimal(digits);
    }

    private <T> T word(String word, T value) throws Malformed {
        if (!text.startsWith(word, at)) {
            throw new Malformed("no value");
        }
        at += word.length();
        return value;
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() throws Malformed {
        if (at >= text.length()) {
            throw new Malformed("too short");
        }
        return text.charAt(at);
    }

    private void take(char wanted) throws Malformed {
        if (peek() != wanted) {
            throw new Malformed("something else than " + wanted);
        }
        at++;
    }
}
