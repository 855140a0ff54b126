// These tests keep the promises of scalars: what is accepted, what it comes to, what is written back, and what an
// author is told of the rest.
package specs

import (
	"math/rand/v2"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestDurations(t *testing.T) {
	const s, m, h, d = Duration(time.Second), Duration(time.Minute), Duration(time.Hour), Day
	tests := []struct {
		text  string
		want  Duration
		short string
		words string
	}{
		{"0s", 0, "0s", "0 seconds"},
		{"250ms", Duration(250 * time.Millisecond), "250ms", "250 milliseconds"},
		{"90s", 90 * s, "1m30s", "1 minute 30 seconds"},
		{"15m", 15 * m, "15m", "15 minutes"},
		{"8h", 8 * h, "8h", "8 hours"},
		{"14d", 14 * d, "14d", "14 days"},
		{"2w", 14 * d, "14d", "14 days"},
		{"1w1d", 8 * d, "8d", "8 days"},
		{"1h30m", 90 * m, "1h30m", "1 hour 30 minutes"},
		{"1d2h3m4s5ms", d + 2*h + 3*m + 4*s + 5*Duration(time.Millisecond), "1d2h3m4s5ms", "1 day 2 hours 3 minutes 4 seconds 5 milliseconds"},
		{"007m", 7 * m, "7m", "7 minutes"},
		{"PT15M", 15 * m, "15m", "15 minutes"},
		{"P14D", 14 * d, "14d", "14 days"},
		{"P1W", 7 * d, "7d", "7 days"},
		{"P1DT12H", 36 * h, "1d12h", "1 day 12 hours"},
		{"PT0S", 0, "0s", "0 seconds"},
		{"36600d", 36600 * d, "36600d", "36600 days"},
	}
	for _, test := range tests {
		var got Duration
		if err := got.parse(test.text); err != nil || got != test.want || got.String() != test.short || got.Words() != test.words {
			t.Errorf("%s is %d, %s, %s (%v); want %d, %s, %s", test.text, got, got, got.Words(), err, test.want, test.short, test.words)
		}
	}
}

func TestDurationsThatAreRefused(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", "is empty; write a number and a unit, such as 5m or 12h"},
		{"5", "has no unit; write 5s for seconds, or another unit (ms, s, m, h, d, w)"},
		{"0", "has no unit; write 0s for seconds, or another unit (ms, s, m, h, d, w)"},
		{"5 minutes", "is not a duration; write 5m"},
		{"5 min", "is not a duration; write 5m"},
		{"2weeks", "is not a duration; write 2w"},
		{"10 ms", "is not a duration; write 10ms"},
		{"10 milliseconds", "is not a duration; write 10ms"},
		{"3 secs", "is not a duration; write 3s"},
		{"1M", "has no fixed length; write the days, such as 30d"},
		{"6 months", "has no fixed length; write the days, such as 182d"},
		{"1y", "has no fixed length; write the days, such as 365d"},
		{"P1Y", "has no fixed length; write the days, such as 365d"},
		{"P6M", "has no fixed length; write the days, such as 182d"},
		{"99999999y", "has no fixed length; write the days"},
		{"P1Y2M", "is not a duration; write a number and a unit, such as 5m or 12h"},
		{"30m1h", "has its units out of order; write the largest first, each once, such as 1h30m"},
		{"1h1h", "has its units out of order; write the largest first, each once, such as 1h30m"},
		{"1.5h", "is not a duration; write a number and a unit, such as 5m or 12h"},
		{"-5m", "is not a duration; write a number and a unit, such as 5m or 12h"},
		{"+5m", "is not a duration; write a number and a unit, such as 5m or 12h"},
		{"5m ", "is not a duration; write a number and a unit, such as 5m or 12h"},
		{"P", "is not a duration; write a number and a unit, such as 5m or 12h"},
		{"PT", "is not a duration; write a number and a unit, such as 5m or 12h"},
		{"P1DT", "is not a duration; write a number and a unit, such as 5m or 12h"},
		{"36601d", "is longer than a century; write a number and a unit, such as 5m or 12h"},
		{"99999999999999999999s", "is longer than a century; write a number and a unit, such as 5m or 12h"},
		{"9223372036854775807ms", "is longer than a century; write a number and a unit, such as 5m or 12h"},
		{"36600d1s", "is longer than a century; write a number and a unit, such as 5m or 12h"},
		{"PT99999999999999H", "is longer than a century; write a number and a unit, such as 5m or 12h"},
		{"soon", "is not a duration; write a number and a unit, such as 5m or 12h"},
	}
	for _, test := range tests {
		var d Duration
		if err := d.parse(test.text); err == nil || err.Error() != test.want {
			t.Errorf("%q: %v; want %s", test.text, err, test.want)
		}
	}
}

// TestDurationPatternIsExact holds the pattern of the schema against the parser, over random texts near durations.
func TestDurationPatternIsExact(t *testing.T) {
	pattern := regexp.MustCompile(Duration(0).shape().pattern)
	random := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"1", "20", "ms", "s", "m", "h", "d", "w", "P", "T", "1d", "2h", "3m", "W", "D", "H", "M", "S", " "}
	accepted := 0
	for range 200_000 {
		var b strings.Builder
		for range 1 + random.IntN(6) {
			b.WriteString(pieces[random.IntN(len(pieces))])
		}
		var d Duration
		err := d.parse(b.String())
		if err == nil {
			accepted++
		}
		if long := err != nil && strings.Contains(err.Error(), "century"); pattern.MatchString(b.String()) != (err == nil) && !long {
			t.Fatalf("%q: the pattern says %v, the parser %v", b.String(), !(err == nil), err)
		}
	}
	if accepted < 1000 {
		t.Errorf("only %d accepted", accepted)
	}
}

func TestOtherScalars(t *testing.T) {
	tests := []struct {
		v          any
		text, want string // written back, or the beginning of the fault
	}{
		{new(Extent), "10m", "10m"},
		{new(Extent), "never", "never"},
		{new(Extent), "until_revoked", "until_revoked"},
		{new(Extent), "unlimited", "unlimited"},
		{new(Extent), "unchanged", "unchanged"},
		{new(Extent), "forever", "! is not a duration; write a number and a unit, such as 5m or 12h; or never, until_revoked, unlimited, unchanged"},
		{new(Share), "20%", "20%"},
		{new(Share), "12.5%", "12.5%"},
		{new(Share), "100%", "100%"},
		{new(Share), "5m", "5m"},
		{new(Share), "101%", "! is not a percentage"},
		{new(Share), "-1%", "! is not a percentage"},
		{new(Share), "NaN%", "! is not a percentage"},
		{new(Share), "1e1%", "! is not a percentage"},
		{new(Share), "half", "! is not a duration"},
		{new(Threshold), "3", "3"},
		{new(Threshold), "0.5", "0.5"},
		{new(Threshold), "5%", "5%"},
		{new(Threshold), "250%", "250%"},
		{new(Threshold), "1s", "1s"},
		{new(Threshold), "inf", "! is not a level"},
		{new(Threshold), "1e3", "! is not a level"},
		{new(Threshold), "-3", "! is not a level"},
		{new(Latency), "p99 50ms", "p99 50ms"},
		{new(Latency), "p99.9  1s", "p99.9 1s"},
		{new(Latency), "p100 1s", "! is not a latency"},
		{new(Latency), "p0 1s", "! is not a latency"},
		{new(Latency), "50ms", "! is not a latency"},
		{new(DelayTime), "instant", "instant"},
		{new(DelayTime), "0s", "instant"},
		{new(DelayTime), "unquantified", "unquantified"},
		{new(DelayTime), "30s", "30s"},
		{new(DelayTime), "soon", "! is not a duration; write a number and a unit, such as 5m or 12h; or instant, unquantified"},
		{new(Count), "3", "3"},
		{new(Count), "unlimited", "unlimited"},
		{new(Count), "03", "! is not a whole number"},
		{new(Int), "2147483647", "2147483647"},
		{new(Int), "2147483648", "! is too large"},
		{new(Int), "-0", "! is not a whole number"},
		{new(Status), "401", "401"},
		{new(Status), "099", "! is not an HTTP status"},
		{new(Status), "+99", "! is not an HTTP status"},
		{new(Date), "2026-10-01", "2026-10-01"},
		{new(Date), "2028-02-29", "2028-02-29"},
		{new(Date), "2026-02-29", "! is not a date"},
		{new(Date), "01.10.2026", "! is not a date"},
		{new(URL), "https://id.example/{shop}?a=b#c", "https://id.example/{shop}?a=b#c"},
		{new(URL), "https://{shop}.id.example", "https://{shop}.id.example"},
		{new(URL), "urn:example:policy", "urn:example:policy"},
		{new(URL), "https://", "! names no host"},
		{new(URL), "JavaScript:alert(1)", "! has the scheme javascript"},
		{new(URL), "data:text/html,x", "! has the scheme data"},
		{new(URL), "https://a:b@c.example", "! holds a user name or password"},
		{new(URL), "https://a.example/ b", "! is not an absolute address"},
		{new(URL), "https://a.example/\"><script>", "! is not an absolute address"},
		{new(URL), "/token", "! is not an absolute address"},
		{new(Path), "/oauth2/token", "/oauth2/token"},
		{new(Path), "/", "/"},
		{new(Path), "https://other.example/token", "https://other.example/token"},
		{new(Path), "//other.example", "! is not a path"},
		{new(Path), "/a b", "! is not a path"},
		{new(Path), "javascript:x", "! is not a path"},
		{new(Pattern), "[a-z]{24}", "[a-z]{24}"},
		{new(Pattern), "(?=a)", "! is not a regular expression"},
	}
	for _, test := range tests {
		v := reflect.ValueOf(test.v)
		err := test.v.(scalar).parse(test.text)
		if fault, refused := strings.CutPrefix(test.want, "! "); refused {
			if err == nil || !strings.HasPrefix(err.Error(), fault) {
				t.Errorf("%T %q: %v; want %s", test.v, test.text, err, fault)
			}
			continue
		}
		if err != nil || plainText(v.Elem()) != test.want {
			t.Errorf("%T %q is %q (%v), want %q", test.v, test.text, plainText(v.Elem()), err, test.want)
		}
	}
}

func TestExamplesOfScalarsAreAccepted(t *testing.T) {
	seen := map[reflect.Type]bool{}
	for _, p := range places(t) {
		e := entryOf(p.info)
		if e.kind != valueType || e.elem.shape == nil || seen[e.elem.typ] {
			continue
		}
		seen[e.elem.typ] = true
		for _, x := range e.elem.shape.examples {
			v := reflect.New(e.elem.typ).Elem()
			if err := e.elem.parse(x, v); err != nil {
				t.Errorf("%s: the example %q %v", e.elem.name, x, err)
			}
			if pattern := e.elem.shape.pattern; pattern != "" && !regexp.MustCompile(pattern).MatchString(x) {
				t.Errorf("%s: the example %q does not fit the pattern", e.elem.name, x)
			}
		}
	}
	if len(seen) < 15 {
		t.Errorf("only %d kinds of scalar", len(seen))
	}
}

func TestApplyShare(t *testing.T) {
	hour := Duration(time.Hour)
	for text, want := range map[string]Duration{"20%": hour / 5, "100%": hour, "0%": 0, "5m": hour / 12, "33.3%": Duration(1198800 * int64(time.Millisecond))} {
		var s Share
		if err := s.parse(text); err != nil || s.Apply(hour) != want {
			t.Errorf("%s of an hour is %s, want %s (%v)", text, s.Apply(hour), want, err)
		}
	}
}

func TestVersionsCompareByNumber(t *testing.T) {
	if Version("1.10.0").Compare("1.9.0") <= 0 || Version("1.0.0").Compare("1.0.0") != 0 || Version("2.0.0").Compare("10.0.0") >= 0 {
		t.Error("versions are not compared by their numbers")
	}
}

func TestParseDate(t *testing.T) {
	if d, err := ParseDate("2026-10-01"); err != nil || d.String() != "2026-10-01" || d.Location() != time.UTC {
		t.Errorf("%v, %v", d, err)
	}
	if _, err := ParseDate("tomorrow"); err == nil || err.Error() != `"tomorrow" is not a date; write year-month-day, such as 2026-10-01` {
		t.Error(err)
	}
}
