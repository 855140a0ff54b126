// These tests keep the promise that no text of a policy breaks a picture: whatever stands in a title, a name, a path or
// a piece of prose is a label and nothing else. Every picture is drawn from its D2 text, which has to be read for that.
package flow

import (
	"reflect"
	"strings"
	"testing"

	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/draw"
	"github.com/tokenbook/tokenbook/internal/escape/hostile"
	"github.com/tokenbook/tokenbook/specs"
)

// fill puts a text into every setting of a document that takes free text.
func fill(v reflect.Value, next func() string) {
	switch v.Kind() {
	case reflect.Struct:
		if set := v.FieldByName("V"); set.IsValid() && v.FieldByName("State").IsValid() {
			if v.FieldByName("State").Uint() == uint64(specs.Set) && free(set.Type()) {
				set.SetString(next())
			} else if set.Kind() == reflect.Struct {
				fill(set, next)
			}
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() && v.Field(i).Kind() != reflect.Pointer {
				fill(v.Field(i), next)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			fill(v.Index(i), next)
		}
	}
}

// free reports whether a setting of a type can hold any text.
func free(t reflect.Type) bool {
	switch t {
	case reflect.TypeFor[string](), reflect.TypeFor[specs.Prose](), reflect.TypeFor[specs.Path](), reflect.TypeFor[specs.HTTPMethod](),
		reflect.TypeFor[specs.HeaderName](), reflect.TypeFor[specs.StorePlace](), reflect.TypeFor[specs.Check](), reflect.TypeFor[specs.LogoutStep](),
		reflect.TypeFor[specs.Mechanism](), reflect.TypeFor[specs.ClientAuth](), reflect.TypeFor[specs.NoticeWay](), reflect.TypeFor[specs.EventID]():
		return true
	}
	return false
}

func TestHostileTextsSurvive(t *testing.T) {
	texts := hostile.Texts()
	for _, name := range []string{"small", "acme"} {
		t.Run(name, func(t *testing.T) {
			used, i := map[string]bool{}, 0
			for round := 0; len(used) < len(texts); round++ {
				if round == 20 {
					t.Fatalf("%d of %d hostile texts were used", len(used), len(texts))
				}
				b := example(t, "acme")
				if name == "small" {
					b = parse(t, small)
				}
				fill(reflect.ValueOf(b.Policy.Document).Elem(), func() string {
					i++
					used[texts[i%len(texts)].Name] = true
					return texts[i%len(texts)].Text
				})
				flows := Flows(book.New(b.Policy, nil))
				models := make([]draw.Model, len(flows))
				for j, f := range flows {
					models[j] = f.Model
					if !idPattern.MatchString(f.ID) {
						t.Errorf("the ID %q is not fit for a file name", f.ID)
					}
					if strings.Contains(f.Model.D2(), "\x00") {
						t.Errorf("%s: a control character got through", f.ID)
					}
				}
				if _, err := draw.RenderAll(models, 2, nil); err != nil {
					t.Fatalf("round %d: %v", round, err)
				}
			}
		})
	}
}

// A policy with very many clients, services and triggers still gives pictures that can be drawn.
func TestManyOfEverything(t *testing.T) {
	text := small
	var clients, servers, triggers strings.Builder
	var notices, checks strings.Builder
	for i := 1; i <= 60; i++ {
		n := decimal(i)
		clients.WriteString("  many" + n + ": {title: Client " + n + ", type: public, grants: [authorization_code, refresh_token], sign_in: [{own: way" + n + "}]}\n")
		servers.WriteString("  server" + n + ": {audience: https://s" + n + ".example.com, accepts: access, mode: local}\n")
		triggers.WriteString("    trigger_" + n + ": {kill: user}\n")
	}
	for i := 1; i <= 500; i++ {
		notices.WriteString("    notice_" + decimal(i) + ": {by: email}\n")
		checks.WriteString("{own: check" + decimal(i) + "}, ")
	}
	text = strings.Replace(text, "  triggers:", "  notify:\n"+notices.String()+"  triggers:", 1)
	text = strings.Replace(text, "revocation, scope]", checks.String()+"revocation, scope]", 1)
	text = strings.Replace(text, "  worker:", clients.String()+"  worker:", 1)
	text = strings.Replace(text, "  vault:", servers.String()+"  vault:", 1)
	text = strings.Replace(text, "    password_change:", triggers.String()+"    password_change:", 1)
	flows := Flows(parse(t, text))
	if len(flows) < 120 {
		t.Errorf("only %d flows", len(flows))
	}
	for _, f := range flows {
		if err := f.Model.Validate(); err != nil {
			t.Errorf("%s: %v", f.ID, err)
		}
	}
}
