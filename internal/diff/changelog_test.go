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
	text := Changelog("", p, releases, day(t, "2026-11-20"))
	want := "# Changelog\n\nThe notable changes of Small. The format is that of\n[Keep a Changelog](https://keepachangelog.com/en/1.1.0/); versions follow [Semantic Versioning](https://semver.org/spec/v2.0.0.html).\n\n" +
		"## [1.0.0] - 2026-11-01\n\n" + beginMark + "\n\n### Added\n\n#### For everybody\n\n- **A page**\n\n### Security\n\n#### For client developers\n\n" +
		"- **Shorter &#124; tokens**. They live 5m now. Breaks: Nothing\n\n### Values that differ\n\n" +
		"- `sessions.web.lifetime.idle`: `2h` → `1h` (risky, stronger)\n- `tokens.access.lifetime`: `10m` → `5m` (risky, stronger)\n\n" + endMark + "\n\n" +
		"## [0.9.0] - 2026-10-01\n\n" + beginMark + "\n\nNo earlier version was found in git, and nothing was written about this one.\n\n" + endMark + "\n"
	if diff := cmp.Diff(want, text); diff != "" {
		t.Errorf("a new changelog (-want +got):\n%s", diff)
	}
	if again := Changelog(text, p, releases, day(t, "2026-11-20")); again != text {
		t.Errorf("a second run changes it:\n%s", cmp.Diff(text, again))
	}

	own := strings.Replace(text, beginMark, "We are proud of this one.\n\n"+beginMark, 1)
	own = strings.Replace(own, "- **A page**\n", "- a line between the marks\n", 1)
	own = strings.Replace(own, "## [0.9.0]", "Thanks to all.\n\n## [0.9.0]", 1) + "\n## [0.1.0] - 2025-01-01\n\n- by hand\n\n[1.0.0]: https://git.example/1.0.0\n"
	kept := Changelog(own, p, append(releases, Release{Version: "0.5.0", Date: "2026-01-01"}), day(t, "2026-11-20"))
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
	if again := Changelog(kept, p, append(releases, Release{Version: "0.5.0", Date: "2026-01-01"}), day(t, "2026-11-20")); again != kept {
		t.Errorf("a second run changes it:\n%s", cmp.Diff(kept, again))
	}
}

func TestChangelogSaysWhatAVersionWas(t *testing.T) {
	now := small(t, noted)
	then := small(t, strings.Replace(noted, "lifetime: 5m", "lifetime: 7m", 1))
	text := Changelog("", now, []Release{{Version: "1.0.0", Policy: then, Diff: Compare(then, then, Options{})}, {Version: "0.9.0", Diff: Compare(then, then, Options{})}}, specs.Date{})
	for _, want := range []string{"They live 7m now.", "No value differs, and nothing was written about it."} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
	text = Changelog("", now, []Release{{Version: "1.0.0", Policy: small(t, shop+"tokens: {refresh: {type: refresh_token, lifetime: 7d}}\n")}}, specs.Date{})
	if !strings.Contains(text, "They live 5m now.") {
		t.Errorf("a value that the version did not have is that of now:\n%s", text)
	}
	text = Changelog("", now, []Release{{Version: "0.9.0", Diff: Compare(now, then, Options{}), Within: true}}, specs.Date{})
	if !strings.Contains(text, "### Values that changed under this version number\n\n- `tokens.access.lifetime`: `5m` → `7m`") {
		t.Errorf("what changed within the first version is missing:\n%s", text)
	}
}

func TestPlannedVersions(t *testing.T) {
	p := small(t, noted)
	releases := []Release{{Version: "1.0.0", Date: "2026-12-01"}}
	text := Changelog("", p, releases, day(t, "2026-11-30"))
	if !strings.Contains(text, "## [1.0.0] - 2026-12-01 (planned)\n") {
		t.Fatalf("a day to come is not planned:\n%s", text)
	}
	moved := Changelog(text, p, []Release{{Version: "1.0.0", Date: "2026-12-05"}}, day(t, "2026-11-30"))
	if !strings.Contains(moved, "## [1.0.0] - 2026-12-05 (planned)\n") {
		t.Errorf("a plan that moved:\n%s", moved)
	}
	come := Changelog(text, p, releases, day(t, "2026-12-01"))
	if !strings.Contains(come, "## [1.0.0] - 2026-12-01\n") {
		t.Errorf("on the day:\n%s", come)
	}
	if back := Changelog(come, p, releases, day(t, "2026-11-30")); back != text {
		t.Errorf("a heading without the word (-want +got):\n%s", cmp.Diff(text, back))
	}
	own := strings.Replace(come, "## [1.0.0] - 2026-12-01", "## [1.0.0] - Winter", 1)
	if kept := Changelog(own, p, releases, day(t, "2026-11-30")); kept != own {
		t.Errorf("a heading that somebody wrote:\n%s", cmp.Diff(own, kept))
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
