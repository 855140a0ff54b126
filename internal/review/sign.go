package review

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/edit"
	"github.com/tokenbook/tokenbook/internal/escape"
)

// fileHead begins a new file of sign-offs.
const fileHead = `# Who answered which item of the checklist, and the values that each answer rests on. Written by tokenbook review sign;
# comments stay. When one of the values changes, the item is open again.
` + keyFormat + ": " + fileFormat + "\n" + keySigned + ":\n"

// Sign adds a sign-off of an item to the text of the file; the empty text becomes a new file. The values are those that the
// item rests on now. Its errors say why the item cannot be signed, or what is wrong with the file.
func Sign(text string, item *Item, s SignOff) (string, error) {
	s.Item, s.Rests, s.Fingerprint = item.ID, item.Rests, item.Fingerprint()
	s.By, s.Note = strings.TrimSpace(s.By), strings.TrimSpace(s.Note)
	switch {
	case item.Status == Fail:
		return "", fmt.Errorf("%s fails: %s; a sign-off does not repair it. What may stay needs a suppression or an exception in the policy", item.ID, item.Why)
	case s.Fingerprint == "":
		return "", fmt.Errorf("%s needs no person: it stands at %s (%s)", item.ID, item.Status, item.Why)
	case s.By == "":
		return "", fmt.Errorf("it has to be said who signs")
	case s.Note == "":
		return "", fmt.Errorf("a sign-off needs a note: what was looked at, and what came of it")
	case utf8.RuneCountInString(s.By) > maxName || utf8.RuneCountInString(s.Note) > maxNote:
		return "", fmt.Errorf("a name may have %d characters and a note %d", maxName, maxNote)
	}
	for _, old := range item.Signed {
		if old.By == s.By && old.Fingerprint == s.Fingerprint {
			return "", fmt.Errorf("%s was signed by %s on %s already, and nothing that it rests on has changed", item.ID, old.By, old.On)
		}
	}
	if strings.TrimSpace(text) == "" {
		return fileHead + "  - " + entry(s, "    ") + "\n", nil
	}
	list, err := signedList(text)
	switch {
	case err != nil:
		return "", err
	case list.Flow || len(list.Items) == 0:
		return "", &FileError{list.At, keySigned + " has to be a list with one entry to a line, each behind a dash"}
	}
	indent := strings.Repeat(" ", list.At.Column+1)
	changed, refused := edit.Apply(text, []diag.Change{{Op: diag.Append, At: diag.Span{Start: list.At}, Text: entry(s, indent)}}, func(string) string { return "" })
	if len(refused) > 0 {
		return "", fmt.Errorf("the file of sign-offs cannot be added to: %w", refused[0].Reason)
	}
	return changed, nil
}

// entry is a sign-off as an item of the list, its lines after the first indented.
func entry(s SignOff, indent string) string {
	var b strings.Builder
	line := func(key, value string) {
		if b.Len() > 0 {
			b.WriteString("\n" + indent)
		}
		b.WriteString(key + ":")
		if value != "" {
			b.WriteString(" " + value)
		}
	}
	line(keyItem, escape.YAMLScalar(s.Item))
	line(keyBy, escape.YAMLScalar(s.By))
	line(keyOn, s.On)
	if s.Version != "" {
		line(keyVersion, escape.YAML(s.Version))
	}
	line(keyNote, escape.YAML(s.Note))
	line(keyFingerprint, escape.YAML(s.Fingerprint))
	line(keyRests, "")
	for _, r := range s.Rests {
		line("  "+escape.YAMLScalar(r.Name), escape.YAML(r.Value))
	}
	return b.String()
}
