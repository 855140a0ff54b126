package site

import (
	"strings"

	"github.com/tokenbook/tokenbook/internal/escape"
)

// Most texts of a policy are words that no border changes. These forms of the escapers look for that first; a test
// holds them equal to the escapers for all hostile texts.

// bare are the characters that no border of HTML or Markdown ever changes, wherever they stand.
var bare = func() (set [256]bool) {
	for c := range set {
		set[c] = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
	}
	return set
}()

// onlyBare reports whether text consists of bare characters and those of extra.
func onlyBare(s, extra string) bool {
	for i := 0; i < len(s); i++ {
		if !bare[s[i]] && strings.IndexByte(extra, s[i]) < 0 {
			return false
		}
	}
	return true
}

// attr is escape.HTMLAttr.
func attr(s string) string {
	if onlyBare(s, " .:-_/#,{}[]()=") {
		return s
	}
	return escape.HTMLAttr(s)
}

// htmlText is escape.HTMLText.
func htmlText(s string) string {
	if onlyBare(s, " .:-_/#,{}[]()=\n") {
		return s
	}
	return escape.HTMLText(s)
}

// md is escape.MarkdownText.
func md(s string) string {
	if s != "" && s[0] > '9' && s[len(s)-1] != ' ' && onlyBare(s, " ,") && !strings.Contains(s, "  ") &&
		!strings.HasPrefix(s, "import") && !strings.HasPrefix(s, "export") {
		return s
	}
	return escape.MarkdownText(s)
}

// part is escape.URLPart.
func part(s string) string {
	if s != "." && s != ".." && onlyBare(s, "-._~") {
		return s
	}
	return escape.URLPart(s)
}
