package contract

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// FinishEvents checks an AsyncAPI description of version 3.0 and writes it as YAML, with head as its first comment: each
// reference leads somewhere, each operation sends messages of its channel, payloads are schemas, and examples fit. The
// error says what is wrong; it is the program's own fault, never that of a policy.
func FinishEvents(doc *Object, head string) ([]byte, error) {
	if text(doc, "asyncapi") == "" || text(doc.Object("info"), "title") == "" || text(doc.Object("info"), "version") == "" {
		return nil, errors.New("the description has no version or title")
	}
	if err := eventRefs(doc, doc); err != nil {
		return nil, err
	}
	operations := doc.Object("operations")
	for _, name := range operations.Keys() {
		op := operations.Object(name)
		channel := text(op.Object("channel"), "$ref")
		if action := op.Get("action"); action != "send" && action != "receive" || channel == "" {
			return nil, fmt.Errorf("operation %q has no action or no channel", name)
		}
		for _, m := range objects(op.Get("messages")) {
			if !strings.HasPrefix(text(m, "$ref"), channel+"/messages/") {
				return nil, fmt.Errorf("operation %q sends %q, which is no message of its channel", name, text(m, "$ref"))
			}
		}
	}
	v := newValidator(doc, false)
	messages := doc.Object("components").Object("messages")
	for _, name := range messages.Keys() {
		payload := messages.Object(name).Object("payload")
		if err := v.check(payload); err != nil {
			return nil, fmt.Errorf("payload of the message %q: %w", name, err)
		}
		for i, e := range objects(messages.Object(name).Get("examples")) {
			if err := v.fits(payload, e.Get("payload")); err != nil {
				return nil, fmt.Errorf("example %d of the message %q does not fit: %w", i, name, err)
			}
		}
	}
	return doc.YAML(head), nil
}

// eventRefs follows each reference outside of payloads and extensions.
func eventRefs(doc *Object, value any) error {
	switch v := value.(type) {
	case Array:
		for _, item := range v {
			if err := eventRefs(doc, item); err != nil {
				return err
			}
		}
	case *Object:
		if ref, ok := v.Get("$ref").(string); ok && !leads(doc, ref) {
			return fmt.Errorf("the reference %q leads nowhere", ref)
		}
		for i := range v.members {
			if key := v.members[i].key; key == "payload" || strings.HasPrefix(key, "x-") {
				continue
			}
			if err := eventRefs(doc, v.members[i].value); err != nil {
				return err
			}
		}
	}
	return nil
}

// leads reports whether a reference leads to an object of the document, at most as many steps deep as the names need.
func leads(doc *Object, ref string) bool {
	path, ok := strings.CutPrefix(ref, "#/")
	at := doc
	for _, name := range strings.Split(path, "/") {
		if _, err := strconv.Atoi(name); err == nil || at == nil {
			return false
		}
		at = at.Object(name)
	}
	return ok && at != nil
}
