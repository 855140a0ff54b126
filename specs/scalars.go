package specs

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A scalar is a value that is written as one piece of text. parse is given the source text; its error says what
// would do, as the end of a sentence that quotes what was written.
type scalar interface{ parse(text string) error }

// described is a scalar that tells the schema and the reference what it looks like.
type described interface{ shape() shape }

// shape is what a scalar looks like to authors and to a JSON Schema.
type shape struct {
	name     string // its name in the reference
	means    string // one sentence
	pattern  string // regular expression in the dialect that JSON Schema and RE2 share; empty for any text
	integer  bool   // written as a number, from min to max
	min, max int
	examples []string // at least one
}

// Prose is Markdown text. It may refer to settings as {{ tokens.access.lifetime }}.
type Prose string

func (Prose) shape() shape {
	return shape{name: "prose", means: "Markdown; may refer to a setting as {{ tokens.access.lifetime }}", examples: []string{"Ends after {{ tokens.access.lifetime }}."}}
}

// Duration is a length of time in nanoseconds, written as numbers with units: 90s, 15m, 8h, 14d, 2w, 1h30m.
type Duration time.Duration

// Day is twenty-four hours; a policy knows no longer unit of fixed length than the week.
const Day = Duration(24 * time.Hour)

const maxDuration = 100 * 366 * Day // beyond a century a number is a slip

// The two notations of a duration, units in order and each at most once, at least one of them.
const (
	unitsPattern = `[0-9]+(w([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?|d([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?|h([0-9]+m)?([0-9]+s)?([0-9]+ms)?|m([0-9]+s)?([0-9]+ms)?|s([0-9]+ms)?|ms)`
	isoPattern   = `P([0-9]+W([0-9]+D)?|[0-9]+D|([0-9]+W)?([0-9]+D)?T([0-9]+H([0-9]+M)?([0-9]+S)?|[0-9]+M([0-9]+S)?|[0-9]+S))`

	durationPattern = `(` + unitsPattern + `|` + isoPattern + `)`
)

func (Duration) shape() shape {
	return shape{name: "duration", means: "numbers with units ms, s, m, h, d or w, the largest first; or ISO 8601 without months and years",
		pattern: `^` + durationPattern + `$`, examples: []string{"90s", "10m", "1h30m", "14d", "PT15M"}}
}

var (
	durationPart = regexp.MustCompile(`^([0-9]+)(ms|[smhdw])`)
	isoDuration  = regexp.MustCompile(`^P(?:([0-9]+)W)?(?:([0-9]+)D)?(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)S)?)?$`)
	longUnit     = regexp.MustCompile(`^P?([0-9]+) ?(Y|y|M|mo|years?|months?)$`)
	wordyUnit    = regexp.MustCompile(`^([0-9]+) *(ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)$`)
)

var unitSizes = map[string]Duration{"ms": Duration(time.Millisecond), "s": Duration(time.Second), "m": Duration(time.Minute), "h": Duration(time.Hour), "d": Day, "w": 7 * Day}

func (d *Duration) parse(text string) error {
	const wanted = "write a number and a unit, such as 5m or 12h"
	if m := longUnit.FindStringSubmatch(text); m != nil {
		n, err := strconv.Atoi(m[1])
		days := n * 365
		if strings.HasPrefix(strings.ToLower(m[2]), "m") {
			days = n * 365 / 12
		}
		if err == nil && n < 1000 {
			return fmt.Errorf("has no fixed length; write the days, such as %dd", days)
		}
		return errors.New("has no fixed length; write the days")
	}
	var total Duration
	add := func(number string, unit Duration) error {
		n, err := strconv.ParseInt(number, 10, 64)
		if err != nil || n > int64(maxDuration/unit) || total+Duration(n)*unit > maxDuration {
			return fmt.Errorf("is longer than a century; %s", wanted)
		}
		total += Duration(n) * unit
		return nil
	}
	if m := isoDuration.FindStringSubmatch(text); m != nil && text != "P" && !strings.HasSuffix(text, "T") {
		for i, unit := range []string{"w", "d", "h", "m", "s"} {
			if m[i+1] == "" {
				continue
			}
			if err := add(m[i+1], unitSizes[unit]); err != nil {
				return err
			}
		}
		*d = total
		return nil
	}
	rest, last := text, maxDuration
	for rest != "" {
		m := durationPart.FindStringSubmatch(rest)
		if m == nil {
			if w := wordyUnit.FindStringSubmatch(text); w != nil {
				unit := strings.TrimSuffix(w[2], "s")
				if w[2] == "ms" || strings.HasPrefix(w[2], "milli") {
					return fmt.Errorf("is not a duration; write %sms", w[1])
				}
				if w[2] == "s" {
					unit = "s"
				}
				return fmt.Errorf("is not a duration; write %s%s", w[1], unit[:1])
			}
			if _, err := strconv.Atoi(text); err == nil {
				return fmt.Errorf("has no unit; write %ss for seconds, or another unit (ms, s, m, h, d, w)", text)
			}
			return errors.New("is not a duration; " + wanted)
		}
		unit := unitSizes[m[2]]
		if unit >= last {
			return errors.New("has its units out of order; write the largest first, each once, such as 1h30m")
		}
		if err := add(m[1], unit); err != nil {
			return err
		}
		rest, last = rest[len(m[0]):], unit
	}
	if text == "" {
		return errors.New("is empty; " + wanted)
	}
	*d = total
	return nil
}

// ParseDuration reads a duration as a policy would write it. Its error is the end of a sentence that quotes the text.
func ParseDuration(text string) (Duration, error) {
	var d Duration
	err := d.parse(text)
	return d, err
}

// String writes a duration the short way, days being the largest unit: 14d, 1h30m, 0s.
func (d Duration) String() string {
	if d == 0 {
		return "0s"
	}
	var b strings.Builder
	for _, unit := range []string{"d", "h", "m", "s", "ms"} {
		if n := d / unitSizes[unit]; n > 0 {
			fmt.Fprintf(&b, "%d%s", int64(n), unit)
			d -= n * unitSizes[unit]
		}
	}
	return b.String()
}

// Seconds is the number of seconds, rounded down.
func (d Duration) Seconds() int64 { return int64(time.Duration(d) / time.Second) }

// Milliseconds is the length in whole milliseconds, of which every length is made.
func (d Duration) Milliseconds() int64 { return int64(time.Duration(d) / time.Millisecond) }

// Words writes a duration for readers: 10 minutes, 1 hour 30 minutes.
func (d Duration) Words() string {
	if d == 0 {
		return "0 seconds"
	}
	var parts []string
	for _, u := range []struct{ unit, word string }{{"d", "day"}, {"h", "hour"}, {"m", "minute"}, {"s", "second"}, {"ms", "millisecond"}} {
		if n := int64(d / unitSizes[u.unit]); n > 0 {
			word := u.word
			if n != 1 {
				word += "s"
			}
			parts = append(parts, fmt.Sprintf("%d %s", n, word))
			d -= Duration(n) * unitSizes[u.unit]
		}
	}
	return strings.Join(parts, " ")
}

// Extent is a duration or one of the words that stand in its place.
type Extent struct {
	Kind ExtentKind
	D    Duration // for Finite
}

// ExtentKind says whether an extent is a duration or which word it is.
type ExtentKind uint8

// The kinds of extent.
const (
	Finite       ExtentKind = iota
	Never                   // does not expire
	UntilRevoked            // lives until somebody ends it
	Unlimited               // has no limit
	Unchanged               // keeps the life that it had
)

var extentWords = []string{"", "never", "until_revoked", "unlimited", "unchanged"}

func (Extent) shape() shape {
	return shape{name: "amount", means: "a duration, or one of the words never, until_revoked, unlimited, unchanged",
		pattern: `^(` + durationPattern + `|never|until_revoked|unlimited|unchanged)$`, examples: []string{"10m", "never", "until_revoked"}}
}

func (e *Extent) parse(text string) error {
	for i, w := range extentWords[1:] {
		if text == w {
			*e = Extent{Kind: ExtentKind(i + 1)}
			return nil
		}
	}
	e.Kind = Finite
	if err := e.D.parse(text); err != nil {
		return fmt.Errorf("%w; or never, until_revoked, unlimited, unchanged", err)
	}
	return nil
}

// String writes the extent as an author would.
func (e Extent) String() string {
	if e.Kind != Finite {
		return extentWords[e.Kind]
	}
	return e.D.String()
}

// Words writes the extent for readers.
func (e Extent) Words() string {
	switch e.Kind {
	case Never:
		return "never expires"
	case UntilRevoked:
		return "until revoked"
	case Unlimited:
		return "unlimited"
	case Unchanged:
		return "unchanged"
	}
	return e.D.Words()
}

// Share is a percentage of something, or an amount of time.
type Share struct {
	Percent float64 // 0 to 100 where Of is true
	Of      bool
	D       Duration // where Of is false
}

func (Share) shape() shape {
	return shape{name: "share", means: "a percentage, or a duration", pattern: `^(` + percentPattern + `|` + durationPattern + `)$`, examples: []string{"20%", "5m"}}
}

// percentPattern is a percentage from 0% to 100%.
const percentPattern = `(100(\.0+)?|[0-9]{1,2}(\.[0-9]+)?)%`

var percentText = regexp.MustCompile(`^` + percentPattern + `$`)

func (s *Share) parse(text string) error {
	if number, ok := strings.CutSuffix(text, "%"); ok {
		f, err := strconv.ParseFloat(number, 64)
		if err != nil || !percentText.MatchString(text) {
			return errors.New("is not a percentage from 0% to 100%; write digits and a percent sign, such as 20%")
		}
		*s = Share{Percent: f, Of: true}
		return nil
	}
	*s = Share{}
	if err := s.D.parse(text); err != nil {
		return fmt.Errorf("%w; or a percentage, such as 20%%", err)
	}
	return nil
}

// String writes the share as an author would.
func (s Share) String() string {
	if s.Of {
		return strconv.FormatFloat(s.Percent, 'f', -1, 64) + "%"
	}
	return s.D.String()
}

// Apply is the share of a whole: a percentage of it, or the fixed time.
func (s Share) Apply(whole Duration) Duration {
	if s.Of {
		return Duration(math.Round(float64(whole) * s.Percent / 100))
	}
	return s.D
}

// Threshold is a level: a number, a percentage or a duration.
type Threshold struct {
	Number  float64
	Percent bool
	D       Duration // where IsTime
	IsTime  bool
}

func (Threshold) shape() shape {
	return shape{name: "threshold", means: "a number, a percentage or a duration", pattern: `^([0-9]{1,15}(\.[0-9]+)?%?|` + durationPattern + `)$`, examples: []string{"5%", "3", "1s"}}
}

var levelText = regexp.MustCompile(`^[0-9]{1,15}(\.[0-9]+)?$`)

func (t *Threshold) parse(text string) error {
	number, percent := strings.CutSuffix(text, "%")
	if f, err := strconv.ParseFloat(number, 64); err == nil && levelText.MatchString(number) {
		*t = Threshold{Number: f, Percent: percent}
		return nil
	}
	*t = Threshold{IsTime: true}
	if err := t.D.parse(text); err != nil {
		return errors.New("is not a level; write a number, a percentage or a duration, such as 3, 5% or 1s")
	}
	return nil
}

// String writes the threshold as an author would.
func (t Threshold) String() string {
	if t.IsTime {
		return t.D.String()
	}
	s := strconv.FormatFloat(t.Number, 'f', -1, 64)
	if t.Percent {
		s += "%"
	}
	return s
}

// Latency is a time that a share of requests stays below.
type Latency struct {
	Percentile float64
	Below      Duration
}

func (Latency) shape() shape {
	return shape{name: "latency", means: "a percentile and a duration", pattern: latencyPattern, examples: []string{"p99 50ms"}}
}

const latencyPattern = `^p([1-9][0-9]?(\.[0-9]+)?) +(` + durationPattern + `)$`

var latencyText = regexp.MustCompile(latencyPattern)

func (l *Latency) parse(text string) error {
	m := latencyText.FindStringSubmatch(text)
	if m == nil {
		return errors.New("is not a latency; write a percentile and a duration, such as p99 50ms")
	}
	f, err := strconv.ParseFloat(m[1], 64)
	if err != nil {
		return errors.New("is not a latency; write a percentile and a duration, such as p99 50ms")
	}
	l.Percentile = f
	return l.Below.parse(m[3])
}

// String writes the latency as an author would.
func (l Latency) String() string {
	return "p" + strconv.FormatFloat(l.Percentile, 'f', -1, 64) + " " + l.Below.String()
}

// DelayTime is how long news takes: a duration, instant, or unquantified.
type DelayTime struct {
	Unquantified bool
	D            Duration // zero for instant
}

func (DelayTime) shape() shape {
	return shape{name: "delay", means: "a duration, or one of the words instant, unquantified", pattern: `^(` + durationPattern + `|instant|unquantified)$`, examples: []string{"30s", "instant", "unquantified"}}
}

func (d *DelayTime) parse(text string) error {
	switch text {
	case "instant":
		*d = DelayTime{}
		return nil
	case "unquantified":
		*d = DelayTime{Unquantified: true}
		return nil
	}
	d.Unquantified = false
	if err := d.D.parse(text); err != nil {
		return fmt.Errorf("%w; or instant, unquantified", err)
	}
	return nil
}

// String writes the delay as an author would.
func (d DelayTime) String() string {
	if d.Unquantified {
		return "unquantified"
	}
	if d.D == 0 {
		return "instant"
	}
	return d.D.String()
}
