package escape

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// errRefused marks every refusal of URL.
var errRefused = errors.New("link refused")

func refuse(format string, args ...any) (string, error) {
	return "", fmt.Errorf("%w: "+format, append([]any{errRefused}, args...)...)
}

// URL returns s as a link that a page may carry: http, https or mailto, or a reference within
// the site. The result holds only characters of RFC 3986, and of those neither quotes nor
// brackets (an IPv6 host apart), so that it needs no more than HTMLAttr in a page.
//
// The error says why a link is refused: another scheme (javascript:, data:, file:), a control
// character or backslash anywhere (browsers drop the first and read the second as a slash), a
// link that starts with two slashes (it would open a network share from file://), a user name
// before the host (it hides where the link goes), no host, or a host with characters that none has.
func URL(s string) (string, error) {
	s = strings.Trim(Valid(s), " ")
	for _, r := range s {
		switch {
		case isControl(r):
			return refuse("it holds the control character U+%04X", r)
		case r == '\\':
			return refuse(`it holds a backslash, which browsers read as "/"`)
		}
	}
	if s == "" {
		return refuse("it is empty")
	}
	if strings.HasPrefix(s, "//") {
		return refuse(`it starts with "//"; write https: in front`)
	}
	scheme := ""
	if i := strings.IndexAny(s, ":/?#"); i >= 0 && s[i] == ':' {
		scheme = strings.ToLower(s[:i])
	}
	host, rest := "", s
	switch scheme {
	case "":
	case "http", "https":
		after, ok := strings.CutPrefix(s[len(scheme):], "://")
		if !ok {
			return refuse(`%q is not followed by "//"`, scheme+":")
		}
		host, rest = after, ""
		if i := strings.IndexAny(after, "/?#"); i >= 0 {
			host, rest = after[:i], after[i:]
		}
		if host == "" {
			return refuse("it names no host")
		}
		if strings.Contains(host, "@") {
			return refuse("it has a user name in front of the host")
		}
		if strings.ContainsAny(host, "!$&'()*+,;=~") { // they mean nothing in a host, and much in Markdown
			return refuse("no host is named %q", host)
		}
		host = scheme + "://" + percent(host, "[]")
	case "mailto":
		host, rest = "mailto:", s[len("mailto:"):]
		if rest == "" {
			return refuse("it names no mailbox")
		}
	default:
		return refuse("%q is none of http, https, mailto", scheme+":")
	}
	out := host + percent(rest, "")
	if _, err := url.Parse(out); err != nil {
		return refuse("it is not a URL")
	}
	return out, nil
}

// urlSafe are the characters of RFC 3986 that stand for themselves in a quoted attribute, a
// Markdown destination and a table cell alike; the percent sign is decided in percent.
const urlSafe = "-._~:/?#@!$&*+,;="

// percent percent-encodes what is neither unreserved nor in urlSafe or extra. A percent sign
// stays if two hexadecimal digits follow it.
func percent(s, extra string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case isASCIILetterOrDigit(rune(c)), c < 0x80 && strings.IndexByte(urlSafe+extra, c) >= 0,
			c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

// URLPart makes s one segment of a path, one name or value of a query, or a fragment: every
// byte that is not unreserved (RFC 3986, 2.3) is percent-encoded. The segments "." and ".." keep
// their meaning in every encoding, so their dots come out as "%252E", which is only text.
func URLPart(s string) string {
	s = Valid(s)
	if s == "." || s == ".." {
		return strings.ReplaceAll(s, ".", "%252E")
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if c := s[i]; isASCIILetterOrDigit(rune(c)) || c == '-' || c == '.' || c == '_' || c == '~' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// Href is URL as the quoted value of href, or "#" for a link that URL refuses.
func Href(s string) string {
	u, err := URL(s)
	if err != nil {
		return "#"
	}
	return HTMLAttr(u)
}

// Src is URL as the quoted value of src, or "" for what URL refuses and for anything outside
// the site: a generated page loads nothing from elsewhere.
func Src(s string) string {
	u, err := URL(s)
	if i := strings.IndexAny(u, ":/?#"); err != nil || i >= 0 && u[i] == ':' {
		return ""
	}
	return HTMLAttr(u)
}
