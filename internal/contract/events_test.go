package contract

// Promise: a description of events that is not in order is never handed out; the error names what is wrong.

import (
	"strings"
	"testing"
)

// soundEvents is a description with one message.
func soundEvents() *Object {
	message := new(Object).Set("name", "Dead").Set("payload", Typed("object").Set("required", Of("jti")).Set("properties", new(Object).Set("jti", Typed("string")))).
		Set("examples", Of(new(Object).Set("name", "one").Set("payload", new(Object).Set("jti", "a"))))
	channel := new(Object).Set("address", nil).Set("messages", new(Object).Set("Dead", Ref("messages", "Dead")))
	op := new(Object).Set("action", "send").Set("channel", new(Object).Set("$ref", "#/channels/apis")).
		Set("messages", Of(new(Object).Set("$ref", "#/channels/apis/messages/Dead")))
	return new(Object).Set("asyncapi", "3.0.0").Set("info", new(Object).Set("title", "Events").Set("version", "1")).
		Set("channels", new(Object).Set("apis", channel)).Set("operations", new(Object).Set("sendApis", op)).
		Set("components", new(Object).Set("messages", new(Object).Set("Dead", message)))
}

func TestFinishEvents(t *testing.T) {
	op := func(d *Object) *Object { return d.Object("operations").Object("sendApis") }
	message := func(d *Object) *Object { return d.Object("components").Object("messages").Object("Dead") }
	for _, c := range []struct {
		name  string
		spoil func(*Object)
		want  string // in the error; empty for none
	}{
		{"in order", func(*Object) {}, ""},
		{"no title", func(d *Object) { d.Object("info").Delete("title") }, "title"},
		{"no version", func(d *Object) { d.Delete("asyncapi") }, "version"},
		{"no action", func(d *Object) { op(d).Delete("action") }, "no action"},
		{"no channel", func(d *Object) { op(d).Delete("channel") }, "no channel"},
		{"a channel that is not there", func(d *Object) { op(d).Set("channel", new(Object).Set("$ref", "#/channels/gone")) }, "leads nowhere"},
		{"a message of another channel", func(d *Object) {
			d.Object("channels").Set("others", new(Object).Set("messages", new(Object).Set("Dead", Ref("messages", "Dead"))))
			op(d).Set("messages", Of(new(Object).Set("$ref", "#/channels/others/messages/Dead")))
		}, "no message of its channel"},
		{"a message that is not there", func(d *Object) { d.Object("components").Delete("messages") }, "leads nowhere"},
		{"a reference out of the document", func(d *Object) {
			d.Object("channels").Object("apis").Set("messages", new(Object).Set("$ref", "other.yaml#/x"))
		}, "leads nowhere"},
		{"a payload that is no schema", func(d *Object) { message(d).Set("payload", Typed("thing")) }, "payload"},
		{"an example that does not fit", func(d *Object) {
			message(d).Set("examples", Of(new(Object).Set("payload", new(Object))))
		}, "does not fit"},
	} {
		doc := soundEvents()
		c.spoil(doc)
		_, err := FinishEvents(doc, "")
		switch {
		case (err == nil) != (c.want == ""):
			t.Errorf("%s: %v", c.name, err)
		case err != nil && !strings.Contains(err.Error(), c.want):
			t.Errorf("%s: the error is %q", c.name, err)
		}
	}
}
