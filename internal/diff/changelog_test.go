// Keeps the promise that a changelog is written from the policy and kept up to date without touching what people wrote.
package diff

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tokenbook/tokenbook/specs"
)

const noted = shop + `tokens: {access: {type: access_token, lifetime: 5m}}
changes:
  - {version: 1.0.0, date: 2026-11-01, kind: tightened, title: "Shorter | tokens", text: "They live {{ tokens.access.lifetime }} now.", affects: [client_developer], breaks: Nothing}
  - {version: 1.0.0, date: 2026-11-01, kind: added, title: A page}
`

func TestChangelog(t *testing.T) {
	p := small(t, noted)
	before := small(t, strings.Replace(shop, "idle: 1h", "idle: 2h", 1)+"tokens: {access: {type: access_token, lifetime: 10m}}\n")
	releases := []Release{{Version: "1.0.0", Date: "2026-11-01", Diff: Compare(before, p, Options{})}, {Version: "0.9.0", Date: "2026-10-01"}}
	text := Changelog("", p, releases)
	want := "# Changelog\n\nThe notable changes of Small. The format is that of\n[Keep a Changelog](https://keepachangelog.com/en/1.1.0/); versions follow [Semantic Versioning](https://semver.org/spec/v2.0.0.html).\n\n" +
		"## [1.0.0] - 2026-11-01\n\n" + beginMark + "\n\n### Added\n\n#### For everybody\n\n- **A page**\n\n### Security\n\n#### For client developers\n\n" +
		"- **Shorter &#124; tokens**. They live 5m now. Breaks: Nothing\n\n### Values that differ\n\n" +
		"- `sessions.web.lifetime.idle`: `2h` → `1h` (risky, stronger)\n- `tokens.access.lifetime`: `10m` → `5m` (risky, stronger)\n\n" + endMark + "\n\n" +
		"## [0.9.0] - 2026-10-01\n\n" + beginMark + "\n\nNo value differs, and nothing was written about it.\n\n" + endMark + "\n"
	if diff := cmp.Diff(want, text); diff != "" {
		t.Errorf("a new changelog (-want +got):\n%s", diff)
	}
	if again := Changelog(text, p, releases); again != text {
		t.Errorf("a second run changes it:\n%s", cmp.Diff(text, again))
	}

	own := strings.Replace(text, beginMark, "We are proud of this one.\n\n"+beginMark, 1)
	own = strings.Replace(own, "- **A page**\n", "- a line between the marks\n", 1)
	own = strings.Replace(own, "## [0.9.0]", "Thanks to all.\n\n## [0.9.0]", 1) + "\n## [0.1.0] - 2025-01-01\n\n- by hand\n\n[1.0.0]: https://git.example/1.0.0\n"
	kept := Changelog(own, p, append(releases, Release{Version: "0.5.0", Date: "2026-01-01"}))
	for _, line := range []string{"We are proud of this one.", "Thanks to all.", "- by hand", "[1.0.0]: https://git.example/1.0.0", "- **A page**"} {
		if strings.Count(kept, line) != 1 {
			t.Errorf("%q stands %d times in\n%s", line, strings.Count(kept, line), kept)
		}
	}
	if strings.Contains(kept, "a line between the marks") {
		t.Error("what stands between the marks was not replaced")
	}
	last := -1
	for _, v := range []string{"## [1.0.0]", "## [0.9.0]", "## [0.5.0]", "## [0.1.0]"} {
		if at := strings.Index(kept, v); at <= last {
			t.Errorf("%s is not in its place:\n%s", v, kept)
		} else {
			last = at
		}
	}
	if again := Changelog(kept, p, append(releases, Release{Version: "0.5.0", Date: "2026-01-01"})); again != kept {
		t.Errorf("a second run changes it:\n%s", cmp.Diff(kept, again))
	}
}

func TestVersionsAskedFor(t *testing.T) {
	for _, c := range []struct {
		v    specs.Version
		s    Step
		want specs.Version
	}{
		{"3.2.1", Major, "4.0.0"}, {"3.2.1", Minor, "3.3.0"}, {"3.2.1", Patch, "3.2.2"}, {"3.2.1", NoStep, "3.2.1"},
		{"0.4.2", Major, "0.5.0"}, {"0.4.2", Minor, "0.5.0"}, {"0.4.2", Patch, "0.4.3"}, {"", Patch, ""},
	} {
		if got := next(c.v, c.s); got != c.want {
			t.Errorf("a %s step from %s leads to %s, want %s", c.s, c.v, got, c.want)
		}
	}
}
