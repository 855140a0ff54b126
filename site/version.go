package site

import (
	"bytes"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/generator"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/specs"
)

// Side says whether a site stands beside sites of other versions of its policy.
type Side int

// The sides. What Build makes of the last two is not whole before Join.
const (
	// Alone is a site of one version.
	Alone Side = iota
	// Newest is the version that holds; its site stands at Folder.
	Newest
	// Older is a version that was superseded; its site stands below Folder. Its places have no links: the repository
	// holds the newest.
	Older
)

// Version is the site of one of several versions of a policy.
type Version struct {
	// Number tells versions apart and orders them.
	Number specs.Version
	// Since is the day from which the version holds; zero where the policy does not say.
	Since specs.Date
	// Address is where the policy's site is published, with a slash at the end; empty where the policy does not say.
	Address string
	// Files is what Build made of it.
	Files []generator.File
}

// NewVersion is the version that a policy is of.
func NewVersion(p *specs.Policy, files []generator.File) Version {
	v := Version{Number: p.Document.Policy.Version.V, Since: p.Document.Policy.Effective.Or(specs.Date{}), Files: files}
	for i := range p.Changes.Items {
		if c := &p.Changes.Items[i]; v.Since.IsZero() && c.Version.IsSet() && c.Version.V == v.Number {
			v.Since = c.Date.Or(specs.Date{})
		}
	}
	v.Address = (&builder{policy: p}).published("")
	return v
}

// VersionFolder is the folder below Folder in which the site of an older version stands.
func VersionFolder(number specs.Version) string { return "v/" + string(number) + "/" }

// What Join fills in. No border lets a control character pass, so that no text of a policy can be one of these.
const (
	slotSwitch = "\x02switch\x03" // the switch between versions, in the head of every page
	slotNotice = "\x02notice\x03" // that a page is of an older version
	slotRobots = "\x02robots\x03" // what search engines are told of such a page
	slotOthers = "\x02others\x03" // the other versions, in llms.txt
)

// folder is the folder of this site below Folder.
func (b *builder) folder() string {
	if b.inputs.Side == Older {
		return VersionFolder(b.policy.Document.Policy.Version.V)
	}
	return ""
}

// Join makes one site of the sites of several versions, in any order: each page gets its switch, pages of older versions
// say so, and everything links to the same page of the other versions or, where there is none, to their start.
// The files of the newest may hold others than those of its site. The versions have different numbers.
func Join(versions []Version) []generator.File {
	versions = slices.Clone(versions)
	slices.SortFunc(versions, func(a, b Version) int { return b.Number.Compare(a.Number) })
	j := joiner{versions: versions, has: make([]map[string]bool, len(versions))}
	for i := range versions {
		j.has[i] = map[string]bool{}
		for _, f := range versions[i].Files {
			if key, ok := j.key(i, f.Path); ok {
				j.has[i][key] = true
			}
		}
	}
	var out []generator.File
	for i := range versions {
		for _, f := range versions[i].Files {
			out = append(out, generator.File{Path: f.Path, Data: j.fill(i, f)})
		}
	}
	generator.SortFiles(out)
	return out
}

// joiner knows the versions, newest first, and the pages that each has.
type joiner struct {
	versions []Version
	has      []map[string]bool
}

// folder is the folder of a version below Folder.
func (j *joiner) folder(i int) string {
	if i == 0 {
		return ""
	}
	return VersionFolder(j.versions[i].Number)
}

// key is the address of a page of a version without extension.
func (j *joiner) key(i int, path string) (string, bool) {
	name, ok := strings.CutPrefix(path, Folder+j.folder(i))
	key, page := strings.CutSuffix(name, ".html")
	return key, ok && page
}

// fill fills in what a file leaves open.
func (j *joiner) fill(i int, f generator.File) []byte {
	replace := func(data []byte, slot, text string) []byte { return bytes.Replace(data, []byte(slot), []byte(text), 1) }
	if key, ok := j.key(i, f.Path); ok {
		data := replace(f.Data, slotSwitch, j.switchHTML(i, key))
		if i == 0 {
			return data
		}
		return replace(replace(data, slotNotice, j.noticeHTML(i, key)), slotRobots, j.robots(i, key))
	}
	name := strings.TrimPrefix(f.Path, Folder+j.folder(i))
	if key, page := strings.CutSuffix(name, ".md"); page && i > 0 && strings.HasPrefix(f.Path, Folder) {
		title, rest, _ := strings.Cut(string(f.Data), "\n")
		return []byte(title + "\n\n> " + j.noticeMarkdown(i, key) + "\n" + rest)
	}
	if name == "llms.txt" {
		return replace(f.Data, slotOthers, j.others(i))
	}
	return f.Data
}

// address is the way from a page of a version to a page of another, and whether that page is the same one and not
// the other's start.
func (j *joiner) address(from int, key string, to int, extension string) (string, bool) {
	up := strings.Repeat("../", strings.Count(key, "/")+strings.Count(j.folder(from), "/")) + j.folder(to)
	if j.has[to][key] {
		return up + key + extension, true
	}
	return up + "index" + extension, false
}

// switchHTML is the switch of a page. It is a list of links that unfolds, so that it works without script.
func (j *joiner) switchHTML(i int, key string) string {
	class := "versions"
	if i > 0 {
		class += " versions-old"
	}
	var w strings.Builder
	w.WriteString(`<details class="` + class + `"><summary><span class="versions-word">Version </span>` + htmlText(string(j.versions[i].Number)) + "</summary>\n" +
		`<nav aria-label="Versions"><ul>` + "\n")
	for to := range j.versions {
		note, here := "current", ""
		if to > 0 {
			note = "older"
			if since := j.versions[to-1].Since; !since.IsZero() {
				note = "until " + since.String()
			}
		}
		address, same := j.address(i, key, to, ".html")
		switch {
		case to == i:
			here = ` aria-current="page"`
		case !same:
			note += ", no such page: its start"
		}
		w.WriteString(`<li><a href="` + attr(address) + `"` + here + ">" + htmlText(string(j.versions[to].Number)) + ` <span>` + note + "</span></a></li>\n")
	}
	w.WriteString("</ul></nav></details>")
	return w.String()
}

// superseded says of an older version what came after it and when.
func (j *joiner) superseded(i int) string {
	next := j.versions[i-1]
	text := "This describes version " + string(j.versions[i].Number) + ", superseded by " + string(next.Number)
	if !next.Since.IsZero() {
		text += " as of " + next.Since.String()
	}
	return text + "."
}

// wayOut are the words of the link from a page of an older version to the newest, and its address.
func (j *joiner) wayOut(i int, key, extension string) (words, address string) {
	address, same := j.address(i, key, 0, extension)
	current := "the current version, " + string(j.versions[0].Number)
	if same {
		return "See this page in " + current, address
	}
	return "This page is not in " + current + "; see its start", address
}

func (j *joiner) noticeHTML(i int, key string) string {
	words, address := j.wayOut(i, key, ".html")
	return `<div class="outdated" role="note"><p>` + htmlText(j.superseded(i)) + ` <a href="` + attr(address) + `">` + htmlText(words) + "</a></p></div>\n"
}

func (j *joiner) noticeMarkdown(i int, key string) string {
	words, address := j.wayOut(i, key, ".md")
	return md(j.superseded(i)) + " " + escape.MarkdownLink(words, address)
}

// robots keeps search engines to the newest version; a page of an older one names the page that stands for it.
func (j *joiner) robots(i int, key string) string {
	out := `<meta name="robots" content="noindex">` + "\n"
	if !j.has[0][key] {
		return out
	}
	address, _ := j.address(i, key, 0, ".html")
	if base := j.versions[0].Address; base != "" {
		address = base + key + ".html"
	}
	return out + `<link rel="canonical" href="` + escape.Href(address) + `">` + "\n"
}

// others names the other versions in llms.txt.
func (j *joiner) others(i int) string {
	var w strings.Builder
	if i > 0 {
		w.WriteString("\n" + md(j.superseded(i)) + "\n")
	}
	w.WriteString("\n## Other versions\n\n")
	for to := range j.versions {
		if to == i {
			continue
		}
		about := "older"
		if to == 0 {
			about = "current"
		}
		address := strings.Repeat("../", strings.Count(j.folder(i), "/")) + j.folder(to) + "llms.txt"
		w.WriteString("- " + escape.MarkdownLink(string(j.versions[to].Number), address) + ": " + about + "\n")
	}
	return w.String()
}
