package serve

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/escape"
)

// heartbeat is how often a browser is told that the preview is still there, so that both ends notice one that has gone.
const heartbeat = 15 * time.Second

// events tells a browser of each build, as server-sent events: the number of the build and the version of the page that
// the browser shows. Text of the policy is in none of them.
func (p *preview) events(w http.ResponseWriter, r *http.Request) {
	stream := http.NewResponseController(w)
	w.Header().Set("Content-Type", "text/event-stream")
	w.WriteHeader(http.StatusOK)
	page := r.URL.Query().Get("page")
	defer p.view(page)()
	told := ""
	tick := time.NewTicker(heartbeat)
	defer tick.Stop()
	for {
		s, number, _, changed := p.now()
		data, err := json.Marshal(map[string]any{"build": number, "version": s.version(page)})
		if err != nil {
			return
		}
		if number > 0 && string(data) != told {
			told = string(data)
			if _, err := fmt.Fprintf(w, "event: build\ndata: %s\n\n", data); err != nil {
				return
			}
		}
		if r.Method == http.MethodHead || stream.Flush() != nil {
			return
		}
		for waiting := true; waiting; {
			select {
			case <-changed:
				waiting = false
			case <-r.Context().Done():
				return
			case <-p.ended:
				return
			case <-tick.C:
				if _, err := fmt.Fprint(w, ":\n\n"); err != nil || stream.Flush() != nil {
					return
				}
			}
		}
	}
}

// Bounds of what a browser is told; tokenbook check says all.
const (
	maxFindings = 200
	maxLine     = 200 // characters of the line that a finding stands in
)

// said is what browsers are told of a build.
type said struct {
	Broken   bool          `json:"broken"` // nothing could be made of the policy as it is
	Errors   int           `json:"errors"`
	Summary  string        `json:"summary"`
	Others   string        `json:"others"` // a summary of what is no error
	Findings []saidFinding `json:"findings"`
	More     int           `json:"more"` // findings that are left out
}

type saidFinding struct {
	Severity string `json:"severity"`
	At       string `json:"at"`
	Rule     string `json:"rule"`
	Message  string `json:"message"`
	Hint     string `json:"hint,omitempty"`
	Basis    string `json:"basis,omitempty"`
	Line     string `json:"line,omitempty"`
}

// sayOf picks what is said of a build: errors first, without what is silenced. Characters that cannot be seen are shown.
func sayOf(r *Result) *said {
	out := &said{Broken: len(r.Files) == 0, Findings: []saidFinding{}}
	list := r.Findings
	if r.Err != nil {
		list = append(diag.List{{Rule: "tokenbook", Severity: diag.Error, Message: r.Err.Error()}}, list...)
	}
	var others diag.List
	for severity := diag.Error; severity >= diag.Info; severity-- {
		for i := range list {
			f := &list[i]
			if f.Severity != severity || !f.Counts() {
				continue
			}
			if severity != diag.Error {
				others = append(others, *f)
			}
			if len(out.Findings) >= maxFindings {
				out.More++
				continue
			}
			one := saidFinding{Severity: f.Severity.String(), At: escape.Fold(f.At.String()), Rule: escape.Fold(f.Rule), Message: escape.Fold(f.Message), Basis: escape.Fold(f.Basis), Line: lineOf(r, f.At)}
			if f.Fix != nil {
				one.Hint = escape.Fold("tokenbook check --fix would " + f.Fix.Title)
			}
			out.Findings = append(out.Findings, one)
		}
	}
	out.Errors = list.Count(diag.Error)
	out.Summary, out.Others = diag.Summary(list), diag.Summary(others)
	return out
}

// lineOf is the line that a place is in.
func lineOf(r *Result, at diag.Span) string {
	if r.Text == nil || at.Start.Line == 0 {
		return ""
	}
	text, ok := r.Text(at.File)
	if !ok {
		return ""
	}
	for number := 1; ; number++ {
		line, rest, more := strings.Cut(text, "\n")
		if number == at.Start.Line {
			line = escape.Terminal(strings.ReplaceAll(strings.TrimRight(line, "\r"), "\t", " "))
			if utf8.RuneCountInString(line) > maxLine {
				line = string([]rune(line)[:maxLine]) + "…"
			}
			return line
		}
		if !more {
			return ""
		}
		text = rest
	}
}

func (s *said) json() []byte {
	data, err := json.Marshal(s)
	if err != nil { // a struct of texts and numbers has no form that cannot be written
		return []byte("{}")
	}
	return data
}
