// Keeps the promise that the picture of a plan is one well-formed SVG file which loads nothing and runs nothing, has words
// for those who cannot see it, and holds whatever a policy says.
package site_test

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/tokenbook/tokenbook/internal/diff"
	"github.com/tokenbook/tokenbook/internal/escape/hostile"
	"github.com/tokenbook/tokenbook/internal/migrate"
	"github.com/tokenbook/tokenbook/site"
	"github.com/tokenbook/tokenbook/specs"
)

// pictureOf checks a picture and gives back its elements by name, and its words.
func pictureOf(t *testing.T, svg string) (elements map[string]int, words string) {
	t.Helper()
	elements = map[string]int{}
	d := xml.NewDecoder(strings.NewReader(svg))
	inWords := false
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return elements, words
		}
		if err != nil {
			t.Fatalf("not well-formed: %v\n%s", err, svg)
		}
		switch e := token.(type) {
		case xml.StartElement:
			elements[e.Name.Local]++
			inWords = e.Name.Local == "desc"
			for _, a := range e.Attr {
				if strings.HasPrefix(a.Name.Local, "on") || a.Name.Local == "href" {
					t.Errorf("attribute %s", a.Name.Local)
				}
			}
		case xml.EndElement:
			inWords = false
		case xml.CharData:
			if inWords {
				words += string(e)
			}
		}
	}
}

func TestPlanPicture(t *testing.T) {
	was, is := load(t, "acme").Policy, load(t, "acme").Policy
	if p := migrate.New(diff.Compare(was, is, diff.Options{}), migrate.Options{}); !strings.Contains(site.PlanPicture(p), "Nobody has to act.") {
		t.Error("a plan without steps says nothing")
	}
	is.Issuers.Get("production").Keys.Get("signing").Algorithms.Items[0].V = "EdDSA"
	start, err := specs.ParseDate("2027-01-11")
	if err != nil {
		t.Fatal(err)
	}
	p := migrate.New(diff.Compare(was, is, diff.Options{}), migrate.Options{Start: start})
	svg := site.PlanPicture(p)
	if svg != site.PlanPicture(p) {
		t.Error("the same plan has other bytes")
	}
	elements, words := pictureOf(t, svg)
	if elements["script"]+elements["image"]+elements["foreignObject"] > 0 || elements["circle"] < 5 || elements["rect"] < 8 {
		t.Errorf("elements %v", elements)
	}
	if !strings.Contains(words, "1. 2027-01-11 00:00:00Z: 1.1 Accept EdDSA beside ES256") {
		t.Errorf("words: %s", words)
	}
	for _, h := range hostile.Texts() {
		p.Migrations[0].Title, p.Migrations[0].Steps[0].Do = h.Text, h.Text
		got, _ := pictureOf(t, site.PlanPicture(p))
		for name, n := range got {
			if elements[name] != n {
				t.Errorf("%s: %d elements %s instead of %d", h.Name, n, name, elements[name])
			}
		}
	}
}
