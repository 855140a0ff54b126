// Promise: the feed of changes is Atom, made from the policy alone, and no text of the policy is more than text in it.
package site_test

import (
	"encoding/xml"
	"strings"
	"testing"

	"github.com/tokenbook/tokenbook/site"
)

// atom is what readers of feeds look at.
type atom struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Author  string   `xml:"author>name"`
	Entries []struct {
		ID      string `xml:"id"`
		Title   string `xml:"title"`
		Updated string `xml:"updated"`
		Content string `xml:"content"`
	} `xml:"entry"`
}

func TestFeed(t *testing.T) {
	files := build(t, load(t, "acme"), site.Inputs{})
	var feed atom
	if err := xml.Unmarshal([]byte(file(t, files, "feed.xml")), &feed); err != nil {
		t.Fatal(err)
	}
	if feed.Title != "Changes: Acme tokens" || feed.Author != "identity" || feed.Updated != "2027-01-15T00:00:00Z" || len(feed.Entries) < 4 {
		t.Errorf("the feed is %q by %q of %s with %d entries", feed.Title, feed.Author, feed.Updated, len(feed.Entries))
	}
	seen := map[string]bool{feed.ID: true}
	for _, e := range feed.Entries {
		if !strings.HasPrefix(e.ID, "urn:uuid:") || seen[e.ID] || e.Title == "" || len(e.Updated) != len("2026-01-01T00:00:00Z") || strings.Contains(e.Content, "{{") {
			t.Errorf("entry %+v", e)
		}
		seen[e.ID] = true
	}
	if page := file(t, files, "migrations.html"); !strings.Contains(page, `type="application/atom+xml" title="Changes" href="feed.xml"`) {
		t.Error("the page of changes does not lead to the feed")
	}
}
