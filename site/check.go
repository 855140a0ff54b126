package site

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"github.com/tokenbook/tokenbook/generator"
	"github.com/tokenbook/tokenbook/internal/escape"
)

// CheckLinks looks at every link of the HTML pages among some files and says which lead nowhere: to a file that is
// not among them, to an anchor that its page does not have, or (for scripts, styles and pictures) anywhere outside.
// Links to other sites are not followed. The result is empty where all is well, and in the order of the files.
func CheckLinks(files []generator.File) []string {
	have := map[string]bool{}
	for _, f := range files {
		have[f.Path] = true
	}
	ids := map[string]map[string]bool{}
	links := map[string][]link{}
	for _, f := range files {
		if strings.HasSuffix(f.Path, ".html") {
			ids[f.Path], links[f.Path] = scanPage(f.Data)
		}
	}
	var out []string
	for _, f := range files {
		for _, l := range links[f.Path] {
			if fault := checkLink(f.Path, l, have, ids); fault != "" {
				out = append(out, fmt.Sprintf("%s: %s %q: %s", f.Path, l.attribute, l.address, fault))
			}
		}
	}
	return out
}

// link is an attribute that names an address. loads tells that a browser fetches it by itself.
type link struct {
	attribute, address string
	loads              bool
}

func checkLink(from string, l link, have map[string]bool, ids map[string]map[string]bool) string {
	address, anchor, hasAnchor := strings.Cut(l.address, "#")
	if i := strings.IndexByte(address, ':'); i >= 0 && !strings.ContainsAny(address[:i], "/?") || strings.HasPrefix(address, "//") {
		if l.loads {
			return "the page would load it from elsewhere"
		}
		return ""
	}
	if strings.HasPrefix(address, "/") {
		return "it is not relative"
	}
	target := from
	if address != "" {
		target = path.Join(path.Dir(from), unpercent(address))
	}
	if !have[target] {
		return "there is no such file"
	}
	if hasAnchor && anchor != "" && !ids[target][unpercent(anchor)] {
		return "the page has no such anchor"
	}
	return ""
}

// canonical marks a link that says where a page is published; a browser loads nothing for it.
var canonical = html.Attribute{Key: "rel", Val: "canonical"}

// scanPage lists the ids and the links of a page.
func scanPage(data []byte) (map[string]bool, []link) {
	ids, links := map[string]bool{}, []link(nil)
	z := html.NewTokenizer(bytes.NewReader(data))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return ids, links
		}
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			continue
		}
		t := z.Token()
		for _, a := range t.Attr {
			switch a.Key {
			case "id":
				ids[a.Val] = true
			case "href":
				links = append(links, link{t.Data + " href", escape.Valid(a.Val), t.Data == "link" && !slices.Contains(t.Attr, canonical) || t.Data == "use" || t.Data == "image"})
			case "src", "poster", "data", "srcset", "xlink:href", "action", "formaction":
				links = append(links, link{t.Data + " " + a.Key, escape.Valid(a.Val), true})
			}
		}
	}
}
