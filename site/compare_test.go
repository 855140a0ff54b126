// Promise: the page that shows two policies side by side holds every change with both values, lets nothing of their text
// become markup, and loads and runs nothing.
package site_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/diff"
	"github.com/tokenbook/tokenbook/internal/escape/hostile"
	"github.com/tokenbook/tokenbook/site"
	"github.com/tokenbook/tokenbook/specs"
)

// compared is a policy with one text in its title and in some settings; nil where the format refuses the text.
func compared(life, text string) *specs.Policy {
	quoted, err := json.Marshal(text)
	if err != nil {
		return nil
	}
	source, findings := specs.Load(fstest.MapFS{"policy.yaml": {Data: fmt.Appendf(nil, `tokenbook: v1
policy: {id: small, title: %[1]s, version: 1.0.0}
clients:
  web: {type: confidential, platform: server, grants: [authorization_code]}
  app: {type: public, platform: mobile, grants: [authorization_code]}
tokens:
  access: {type: access_token, lifetime: %[2]s, title: %[1]s, needs: [%[1]s], header: {typ: %[1]s}, variants: [{when: {client: app}, lifetime: 1m}]}
`, quoted, life)}}, "policy.yaml")
	if source == nil {
		return nil
	}
	doc, parsed := specs.Parse(source)
	findings = append(append(findings, parsed...), specs.Link(doc, source)...)
	if findings.Count(diag.Error) > 0 {
		return nil
	}
	return specs.Resolve(doc, source, specs.Date{})
}

// plainTags are the elements that the page is made of.
const plainTags = " html head meta title style body a main article h1 p div fieldset legend input label section h2 span h3 code ul li h4 del ins dl dt dd br details summary footer "

func TestComparePage(t *testing.T) {
	base := compared("10m", "harmless")
	tried := 0
	for _, text := range hostile.Texts() {
		p := compared("20m", text.Text)
		if p == nil {
			continue // the format refuses it
		}
		tried++
		d := diff.Compare(base, p, diff.Options{})
		d.Outputs = []diff.Output{{What: "page", Name: text.Text, Kind: diff.Added}}
		approval := diff.Approval{Approver: text.Text, Expires: text.Text}
		d.Changes[0].Approval = &approval
		name := func(string) string { return text.Text }
		var b bytes.Buffer
		if err := site.WriteCompare(&b, d, diff.Show{Old: text.Text, New: text.Text, OldName: name, NewName: name, Version: "1"}); err != nil {
			t.Fatal(err)
		}
		root, err := html.Parse(bytes.NewReader(b.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		prints := map[string]bool{}
		style, policy := "", ""
		for n := range root.Descendants() {
			if n.Type == html.TextNode && len(n.Data) == 16 {
				prints[n.Data] = true
			}
			if n.Type != html.ElementNode {
				continue
			}
			if !strings.Contains(plainTags, " "+n.Data+" ") {
				t.Errorf("%s: the element %s comes out of the text", text.Name, n.Data)
			}
			if n.Data == "style" {
				style += n.FirstChild.Data
			}
			equiv := false
			for _, a := range n.Attr {
				equiv = equiv || a.Key == "http-equiv"
				switch {
				case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "src", a.Key == "href" && a.Val != "#content":
					t.Errorf("%s: the attribute %s=%q", text.Name, a.Key, a.Val)
				case a.Key == "content" && equiv:
					policy = a.Val
				}
			}
		}
		sum := sha256.Sum256([]byte(style))
		if !strings.Contains(policy, "default-src 'none'; style-src 'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'") {
			t.Fatalf("%s: the page does not allow its own style: %s", text.Name, policy)
		}
		for i := range d.Changes {
			if !prints[d.Changes[i].Fingerprint] {
				t.Errorf("%s: %s is not shown", text.Name, d.Changes[i].Shown)
			}
		}
	}
	if tried < 30 {
		t.Errorf("only %d hostile texts were tried", tried)
	}
}

func TestComparePageSays(t *testing.T) {
	d := diff.Compare(compared("10m", "A"), compared("30m", "A"), diff.Options{})
	var b bytes.Buffer
	if err := site.WriteCompare(&b, d, diff.Show{Old: "main:policy.yaml", New: "policy.yaml", Version: "1"}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"<h1>Changes of A</h1>", `<div class="change change-weaker of-security">`, "<h3><code>tokens.access.lifetime</code></h3>", "weaker protection",
		`<del class="side-was">10m</del>`, `<ins class="side-is">30m</ins>`, "<dt>For</dt><dd>client web</dd>", "policy.yaml:7:42",
		"The version number is too low",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is missing", want)
		}
	}
	if strings.Contains(b.String(), "fieldset") {
		t.Error("a single change needs no filter")
	}
	var fresh bytes.Buffer
	if err := site.WriteCompare(&fresh, diff.Compare(nil, compared("10m", "A"), diff.Options{}), diff.Show{}); err != nil || !strings.Contains(fresh.String(), "There was no policy before; everything is new.") {
		t.Errorf("%v", err)
	}
}
