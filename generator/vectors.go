package generator

import (
	"bytes"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/specs"
)

// vector is one case: a call of an exported function, or an item that is looked up, with what has to come out. It is
// written as one flat JSON object on a line of its own, of texts, whole numbers, true, false and null, so that languages
// without a JSON reader can read it with a few lines.
type vector struct {
	call, about string
	fields      []vectorField
}

// vectorField is one member of the object; its value is string, int64, bool or nil.
type vectorField struct {
	name  string
	value any
}

// vectorStart is a moment that no cases lie before: 2026-01-01T00:00:00Z.
const vectorStart int64 = 1_767_225_600_000

// vectorsOf are the boundary cases of a policy: for each function that it has, for each choice that can change the
// answer, the last moment before it changes and the first after.
func vectorsOf(c *constants) []vector {
	m := &vectorMaker{c: c}
	m.add("policy", "the hash of the policy", as("want", c.Head.Hash))
	m.enums()
	m.constants()
	m.causes()
	m.endpoints()
	m.decisions()
	m.moments()
	m.waits()
	m.lives()
	return m.out
}

type vectorMaker struct {
	c   *constants
	out []vector
}

func as(name string, value any) vectorField { return vectorField{name, value} }

func (m *vectorMaker) add(call, about string, fields ...vectorField) {
	m.out = append(m.out, vector{call, about, fields})
}

// choices are all combinations of members of some enumerations.
func (m *vectorMaker) choices(axes []string) []specs.Selection {
	out := []specs.Selection{{}}
	for _, axis := range axes {
		var next []specs.Selection
		for _, sel := range out {
			for _, member := range m.c.enum(axis).Members {
				next = append(next, sel.With(axis, member.Name))
			}
		}
		out = next
	}
	return out
}

func choiceFields(axes []string, sel specs.Selection) []vectorField {
	var out []vectorField
	for _, axis := range axes {
		out = append(out, as(axis, sel[axis]))
	}
	return out
}

func (m *vectorMaker) enums() {
	for _, e := range m.c.Enums {
		for _, member := range e.Members {
			m.add("member", "a member that must be found by its name", as("enum", e.Name), as("want", escape.Valid(member.Value)))
		}
		m.add("count", "no member but these", as("enum", e.Name), as("want", int64(len(e.Members))))
	}
}

// plainNumber is a value as vectors have it: lengths in milliseconds, shares in millionths.
func plainNumber(v exportValue) any {
	switch v.Kind {
	case kindNumber:
		return v.Number
	case kindShare:
		return int64(v.Share*partsOfWhole + 0.5)
	case kindTruth:
		return v.Truth
	case kindExtent:
		return v.Time.Milliseconds()
	}
	return v.Text
}

func (m *vectorMaker) constants() {
	for _, k := range m.c.AllConstants() {
		m.add("constant", "lengths are in milliseconds, shares in millionths", as("name", k.Key()), as("want", plainNumber(k.Value)))
	}
}

func (m *vectorMaker) table(name string) *exportTable {
	for _, t := range m.c.Tables {
		if t.Name == name {
			return t
		}
	}
	return nil
}

// record finds a field of a row; what the policy does not state is null.
func (r exportRow) field(name string) any {
	for _, f := range r.Value.Fields {
		if f.Name == name {
			return plainNumber(f.Value)
		}
	}
	return nil
}

func (m *vectorMaker) causes() {
	t := m.table("causes")
	if t == nil {
		return
	}
	for _, row := range t.Rows {
		code := row.field("code")
		if e := m.c.enum("error_code"); e != nil && code != nil {
			code = e.value(code.(string))
		}
		m.add("cause", "what an error looks like", as("cause", row.Keys[0]), as("code", code), as("status", row.field("status")),
			as("action", row.field("action")), as("retryable", row.field("retryable")), as("url", row.field("url")))
	}
}

func (e *exportEnum) value(name string) string {
	for _, m := range e.Members {
		if m.Name == name {
			return escape.Valid(m.Value)
		}
	}
	return ""
}

func (m *vectorMaker) endpoints() {
	t := m.table("endpoints")
	if t == nil {
		return
	}
	for _, row := range t.Rows {
		var fields []vectorField
		for i, key := range t.Keys {
			fields = append(fields, as(key, row.Keys[i]))
		}
		m.add("endpoint", "the address of an endpoint", append(fields, as("want", row.field("url")))...)
	}
}

// strangeCodes are codes that no policy has: the answer must be there for any text.
var strangeCodes = []string{"", "no_such_code", "INVALID_GRANT", "invalid_grant ", "__proto__", "constructor", "\u0000", "\U0001f511"}

func (m *vectorMaker) decisions() {
	if len(m.c.Rules.Decisions) == 0 {
		return
	}
	codes, surfaces := m.c.enum("error_code"), m.c.enum("surface")
	for _, surface := range surfaces.Members {
		for _, code := range codes.Members {
			m.add("decide_error", "a code on a surface", as("code", escape.Valid(code.Value)), as("surface", surface.Name),
				as("want", m.c.means.decideError("", code.Name, surface.Name)))
		}
		for _, code := range strangeCodes {
			if !codes.has(code) {
				m.add("decide_error", "a code that the policy does not have", as("code", code), as("surface", surface.Name), as("want", unspecifiedAction))
			}
		}
	}
	if len(m.c.Rules.ClientDecisions) == 0 {
		return
	}
	for _, client := range m.c.enum("client").Members {
		for _, d := range m.c.Rules.Decisions {
			m.add("decide_error_for", "a code on a surface, for one client", as("client", client.Name), as("code", escape.Valid(codes.value(d.Code))), as("surface", d.Surface),
				as("want", m.c.means.decideError(client.Name, d.Code, d.Surface)))
		}
	}
}

// moments are the cases around the ends of tokens.
func (m *vectorMaker) moments() {
	r, means := m.c.Rules, m.c.means
	if r.Expired != nil {
		for _, sel := range m.choices(r.Expired.Axes) {
			skew, _ := means.length("validation.clock_skew.tolerance", sel)
			for _, at := range []struct {
				about string
				ms    int64
			}{{"long before exp", -3_600_000}, {"exp − 1 ms", -1}, {"exp", 0}, {"exp + skew − 1 ms", skew - 1}, {"exp + skew", skew}, {"exp + skew + 1 ms", skew + 1}} {
				now := vectorStart + at.ms
				m.add("is_expired", at.about, append(choiceFields(r.Expired.Axes, sel), as("now", now), as("expires_at", vectorStart), as("want", means.isExpired(sel, now, vectorStart)))...)
			}
		}
	}
	if r.NotYet != nil {
		for _, sel := range m.choices(r.NotYet.Axes) {
			skew, ok := means.length("validation.clock_skew.future", sel)
			if !ok {
				skew, _ = means.length("validation.clock_skew.tolerance", sel)
			}
			for _, at := range []struct {
				about string
				ms    int64
			}{{"nbf − skew − 1 ms", -skew - 1}, {"nbf − skew", -skew}, {"nbf − 1 ms", -1}, {"nbf", 0}, {"nbf + 1 ms", 1}} {
				now := vectorStart + at.ms
				m.add("is_not_yet_valid", at.about, append(choiceFields(r.NotYet.Axes, sel), as("now", now), as("not_before", vectorStart), as("want", means.isNotYetValid(sel, now, vectorStart)))...)
			}
		}
	}
	if r.Refresh != nil {
		for _, sel := range m.choices(r.Refresh.Axes) {
			m.refresh(sel)
		}
	}
}

// vectorLives are lengths of life for which the share of what remains is tried: ones that divide evenly, ones that do
// not, one of a year, none, and one that ends before it begins.
var vectorLives = []int64{600_000, 300_000, 100, 7, 31_536_000_000, 0, -60_000}

// refresh looks for the moment at which the answer changes and takes the cases on both of its sides.
func (m *vectorMaker) refresh(sel specs.Selection) {
	axes := m.c.Rules.Refresh.Axes
	try := func(about string, life, left int64) {
		issued := vectorStart
		now := issued + life - left
		want := m.c.means.shouldRefresh(sel, now, issued, issued+life)
		m.add("should_refresh", about, append(choiceFields(axes, sel), as("now", now), as("issued_at", issued), as("expires_at", issued+life), as("want", want))...)
	}
	for _, life := range vectorLives {
		low, high := int64(-1), max(life, 0)+10*365*86_400_000 // refresh at low, not at high
		for high-low > 1 {
			middle := low + (high-low)/2
			if m.c.means.shouldRefresh(sel, vectorStart+life-middle, vectorStart, vectorStart+life) {
				low = middle
			} else {
				high = middle
			}
		}
		try("the earliest moment of refresh", life, low)
		try("1 ms before it", life, low+1)
		try("the end", life, 0)
	}
}

func (m *vectorMaker) waits() {
	r := m.c.Rules.Backoff
	if r == nil {
		return
	}
	for _, sel := range m.choices(r.Axes) {
		attempts := []int64{-1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 20, 32, 63, 64, 65, 1000, 2_147_483_647}
		if retry, _, _ := specs.Effective[specs.Retry](m.c.policy, "client_strategy.retry", sel); retry.Attempts.IsSet() {
			last := int64(retry.Attempts.V)
			attempts = append(attempts, last-1, last, last+1)
		}
		slices.Sort(attempts)
		for _, attempt := range slices.Compact(attempts) {
			shortest, longest, ok := m.c.means.backoff(sel, attempt)
			fields := append(choiceFields(r.Axes, sel), as("attempt", attempt))
			if ok {
				fields = append(fields, as("shortest", shortest), as("longest", longest))
			} else {
				fields = append(fields, as("shortest", nil), as("longest", nil))
			}
			m.add("backoff", "the wait before a retry", fields...)
		}
	}
}

func (m *vectorMaker) lives() {
	t := m.c.Rules.ExpiresIn
	if t == nil {
		return
	}
	have := map[string]bool{}
	for _, row := range t.Rows {
		have[strings.Join(row.Keys, "\x00")] = true
	}
	for _, sel := range m.choices(t.Keys) {
		var keys []string
		var fields []vectorField
		for _, key := range t.Keys {
			keys = append(keys, sel[key])
			fields = append(fields, as(key, sel[key]))
		}
		var want any
		if have[strings.Join(keys, "\x00")] {
			chosen := specs.Selection{}
			for axis, name := range sel {
				if axis != "token" {
					chosen[axis] = name
				}
			}
			if length, ok := m.c.means.expiresIn(sel["token"], chosen); ok {
				want = length
			}
		}
		m.add("expected_expires_in", "the life of a fresh token", append(fields, as("want", want))...)
	}
}

// vectorsFile writes the cases as JSON.
func vectorsFile(c *constants) []byte {
	var b bytes.Buffer
	b.WriteString("{\n\"about\": " + escape.JSON("Boundary cases of a token policy: times are milliseconds since the epoch, lengths milliseconds, shares millionths. Made by tokenbook; do not edit.") + ",\n")
	b.WriteString("\"policy\": " + escape.JSON(c.Head.ID) + ",\n\"version\": " + escape.JSON(c.Head.Version) + ",\n\"hash\": " + escape.JSON(c.Head.Hash) + ",\n\"cases\": [\n")
	for i, v := range vectorsOf(c) {
		if i > 0 {
			b.WriteString(",\n")
		}
		b.WriteString(`{"call":` + escape.JSON(v.call) + `,"about":` + escape.JSON(v.about))
		for _, f := range v.fields {
			b.WriteString("," + escape.JSON(f.name) + ":")
			switch value := f.value.(type) {
			case string:
				b.WriteString(escape.JSON(value))
			case int64:
				b.WriteString(decimal(value))
			case bool:
				if value {
					b.WriteString("true")
				} else {
					b.WriteString("false")
				}
			default:
				b.WriteString("null")
			}
		}
		b.WriteByte('}')
	}
	b.WriteString("\n]\n}\n")
	return b.Bytes()
}
