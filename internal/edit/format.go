package edit

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/tokenbook/tokenbook/internal/diag"
)

// Unformatted is why a text was left as it is, and the place that stands in the way; the whole text where that is zero.
type Unformatted struct {
	At     diag.Position
	Reason string
}

// Error is the reason with its place.
func (u *Unformatted) Error() string {
	if u.At.Line == 0 {
		return u.Reason
	}
	return fmt.Sprintf("line %d, column %d: %s", u.At.Line, u.At.Column, u.Reason)
}

// Format writes a text of one YAML mapping in the one style of policies. Lines are never joined or broken, and nothing is
// put in another order, quoted or unquoted; what changes is white space:
//
//   - two spaces for each level; the items of a list stand two spaces below their key
//   - one space after a dash, colon and comma, none inside brackets; a flow collection that goes on in further lines stands
//     below its first entry, or two spaces in where its bracket ends the line
//   - one space before a comment; comments, and values, of neighbouring lines that shared a column share one again, the
//     nearest that there is for them
//   - one empty line where there were more, none at either end, a line end at the end, no white space before any
//
// The result is read again, and kept only if it has the same values, anchors and comments in the same order; otherwise, and
// where the text cannot be read, the error is an *Unformatted. Formatting twice is formatting once.
func Format(text string) (string, error) {
	text = strings.TrimPrefix(text, "\ufeff")
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	root, err := single(text)
	if err != nil {
		return "", err
	}
	before, err := scan(text, root)
	if err != nil {
		return "", err
	}
	out := layOut(before)
	if err := same(root, before, out); err != nil {
		return "", err
	}
	return out, nil
}

// single is the mapping of a text that holds one and nothing else.
func single(text string) (root *yaml.Node, err error) {
	// The library promises errors, yet earlier versions panicked on some input.
	defer func() {
		if p := recover(); p != nil {
			root, err = nil, &Unformatted{Reason: fmt.Sprintf("this is not YAML that can be read (%v)", p)}
		}
	}()
	for _, mark := range []rune{0x0085, 0x2028, 0x2029} { // which YAML takes for line ends, and editors do not
		if i := strings.IndexRune(text, mark); i >= 0 {
			return nil, &Unformatted{positionAt(text, i), fmt.Sprintf("the character U+%04[1]X ends a line for some programs and not for others; write a line end, or \\u%04[1]X in double quotes", mark)}
		}
	}
	decoder := yaml.NewDecoder(bytes.NewReader([]byte(text)))
	var doc, second yaml.Node
	if err := decoder.Decode(&doc); errors.Is(err, io.EOF) {
		return nil, &Unformatted{Reason: "the text is empty"}
	} else if err != nil {
		return nil, &Unformatted{Reason: "not YAML: " + strings.TrimPrefix(err.Error(), "yaml: ")}
	}
	if err := decoder.Decode(&second); !errors.Is(err, io.EOF) {
		return nil, &Unformatted{diag.Position{Line: second.Line, Column: second.Column}, "a second document begins here; a file holds one policy"}
	}
	if len(doc.Content) != 1 || doc.Content[0].Kind != yaml.MappingNode {
		return nil, &Unformatted{Reason: "this is no mapping; a policy is one"}
	}
	return doc.Content[0], nil
}

// positionAt is the place of a byte.
func positionAt(text string, i int) diag.Position {
	before := text[:i]
	return diag.Position{Line: strings.Count(before, "\n") + 1, Column: len([]rune(before[strings.LastIndexByte(before, '\n')+1:])) + 1}
}

// same reports how a formatted text says something else than the one that it was made of.
func same(root *yaml.Node, tokens []token, out string) error {
	again, err := single(out)
	if err != nil {
		return &Unformatted{Reason: "formatted, it would not be read: " + err.Error()}
	}
	if n := differs(root, again); n != nil {
		return &Unformatted{diag.Position{Line: n.Line, Column: n.Column}, "formatting would change what is said here; the file is left as it is"}
	}
	now, err := scan(out, again)
	if err != nil {
		return &Unformatted{Reason: "formatted, it would not be read: " + err.Error()}
	}
	for i, t := range tokens {
		if i >= len(now) || now[i].kind != t.kind || t.kind == commentToken && now[i].text != t.text {
			return &Unformatted{t.at, "formatting would move or change what stands here; the file is left as it is"}
		}
	}
	if len(now) != len(tokens) {
		return &Unformatted{Reason: "formatting would add to the text; the file is left as it is"}
	}
	return nil
}

// styles are the parts of a node's style that formatting keeps.
const styles = yaml.TaggedStyle | yaml.DoubleQuotedStyle | yaml.SingleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle | yaml.FlowStyle

// differs is the first node of a that is not the same in b; nil where there is none.
func differs(a, b *yaml.Node) *yaml.Node {
	if a.Kind != b.Kind || a.Tag != b.Tag || a.Value != b.Value || a.Anchor != b.Anchor || a.Style&styles != b.Style&styles || len(a.Content) != len(b.Content) {
		return a
	}
	for i := range a.Content {
		if n := differs(a.Content[i], b.Content[i]); n != nil {
			return n
		}
	}
	return nil
}
