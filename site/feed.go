package site

import (
	"crypto/sha256"
	"fmt"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diff"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/specs"
)

// feedFile is the feed of changes, beside the page that lists them.
const (
	feedFile   = "feed.xml"
	changesKey = "migrations"
)

// feed is an Atom feed (RFC 4287) of what the policy says of its changes; empty where it dates none. It is made from the
// policy alone: a build reads no history. Of an older version there is none, since the newest has the changes of all.
func (b *builder) feed() string {
	head := &b.policy.Document.Policy
	var entries strings.Builder
	newest := ""
	for i := range b.policy.Changes.Items {
		c := &b.policy.Changes.Items[i]
		day := c.Date
		if !day.IsSet() {
			day = c.Window.From
		}
		if !day.IsSet() || !c.Title.IsSet() {
			continue
		}
		at := day.V.String() + "T00:00:00Z"
		newest = max(newest, at)
		title := c.Title.V
		if c.Version.IsSet() {
			title = string(c.Version.V) + ": " + title
		}
		fmt.Fprintf(&entries, "<entry>\n<id>%s</id>\n<title>%s</title>\n<updated>%s</updated>\n", feedID(string(head.ID.V), string(c.Version.V), c.Title.V), escape.SVGText(title), at)
		if link := b.published(changesKey + ".html"); link != "" {
			fmt.Fprintf(&entries, "<link href=\"%s\"/>\n", escape.SVGAttr(link))
		}
		for _, to := range specs.Plain(c.Affects) {
			fmt.Fprintf(&entries, "<category term=\"%s\"/>\n", escape.SVGAttr(string(to)))
		}
		text := title + "."
		if c.Text.IsSet() {
			text += " " + diff.PlainProse(b.policy, c.Text.V)
		}
		if c.Breaks.IsSet() {
			text += " Breaks: " + diff.PlainProse(b.policy, c.Breaks.V)
		}
		fmt.Fprintf(&entries, "<content type=\"text\">%s</content>\n</entry>\n", escape.SVGText(text))
	}
	if newest == "" {
		return ""
	}
	author := head.Title.V
	if len(head.Owners.Items) > 0 && head.Owners.Items[0].Team.IsSet() {
		author = head.Owners.Items[0].Team.V
	}
	var out strings.Builder
	out.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">` + "\n")
	fmt.Fprintf(&out, "<id>%s</id>\n<title>%s</title>\n<updated>%s</updated>\n<author><name>%s</name></author>\n", feedID(string(head.ID.V), "", ""), escape.SVGText("Changes: "+b.name()), newest, escape.SVGText(author))
	if self := b.published(feedFile); self != "" {
		fmt.Fprintf(&out, "<link rel=\"self\" type=\"application/atom+xml\" href=\"%s\"/>\n<link href=\"%s\"/>\n", escape.SVGAttr(self), escape.SVGAttr(b.published(changesKey+".html")))
	}
	out.WriteString(entries.String() + "</feed>\n")
	return out.String()
}

// feedID names the feed, or an entry of it, for good: a UUID of version 8 (RFC 9562) made from what names it, so that it
// stays the same wherever the site is published.
func feedID(parts ...string) string {
	sum := sha256.Sum256([]byte("tokenbook feed\x00" + strings.Join(parts, "\x00")))
	id := sum[:16]
	id[6] = id[6]&0x0f | 0x80
	id[8] = id[8]&0x3f | 0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:])
}
