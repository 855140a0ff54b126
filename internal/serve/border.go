package serve

import (
	"net/http"
	"strconv"
	"strings"
)

// The programs of this machine and every page that its browsers show can send requests to a local server. These are
// the answers to that: a name that leads here by a changed name server (DNS rebinding) is not one of hostsOf; a page of
// another origin is told by what browsers say of themselves (Sec-Fetch-Site, Origin), and what it embeds is kept from it
// by Cross-Origin-Resource-Policy; nothing but reading is answered, and no path is looked up on the disk.

// hostsOf are the names of this server: what Host may say, and the origins of its own pages.
func hostsOf(port int) (hosts, origins map[string]bool) {
	hosts, origins = map[string]bool{}, map[string]bool{}
	for _, name := range []string{"localhost", "127.0.0.1", "[::1]"} {
		full := name + ":" + strconv.Itoa(port)
		hosts[full], origins["http://"+full] = true, true
		if port == 80 { // browsers leave it out
			hosts[name], origins["http://"+name] = true, true
		}
	}
	return hosts, origins
}

// refuse says why a request is not answered; 0 means that it is.
func (p *preview) refuse(r *http.Request) (status int, why string) {
	switch {
	case !p.hosts[strings.ToLower(r.Host)]:
		return http.StatusForbidden, "this server answers to localhost alone"
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		return http.StatusMethodNotAllowed, "this server is for reading"
	case !p.ownPage(r):
		return http.StatusForbidden, "pages of other origins may link here, and no more"
	case !plainPath(r.URL.Path, r.URL.EscapedPath()):
		return http.StatusBadRequest, "this is no path of a page"
	}
	return 0, ""
}

// ownPage reports whether a request comes from a page of this server, from no page at all, or by a link that somebody
// followed. A program that is no browser says nothing of that and is let through.
func (p *preview) ownPage(r *http.Request) bool {
	if origins := r.Header.Values("Origin"); len(origins) > 1 || len(origins) == 1 && !p.origins[strings.ToLower(origins[0])] {
		return false
	}
	sites := r.Header.Values("Sec-Fetch-Site")
	if len(sites) > 1 {
		return false
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "none", "same-origin":
		return true
	}
	return r.Header.Get("Sec-Fetch-Mode") == "navigate" && r.Header.Get("Sec-Fetch-Dest") == "document"
}

// plainPath reports whether a path is one that a link of a page could have: no segment that leads up or stays, no
// backslash, no control character, and no slash that was written in code.
func plainPath(path, escaped string) bool {
	if !strings.HasPrefix(path, "/") {
		return false
	}
	for _, c := range []byte(path) {
		if c < ' ' || c == 0x7f || c == '\\' {
			return false
		}
	}
	lower := strings.ToLower(escaped)
	if strings.Contains(lower, "%2f") || strings.Contains(lower, "%5c") || strings.Contains(path, "//") {
		return false
	}
	for segment := range strings.SplitSeq(path, "/") {
		if segment == "." || segment == ".." {
			return false
		}
	}
	return true
}
