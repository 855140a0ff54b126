package specs

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/semver"
)

// Count is a number of things, or unlimited.
type Count struct {
	N         int
	Unlimited bool
}

func (Count) shape() shape {
	return shape{name: "count", means: "a whole number, or unlimited", pattern: `^([1-9][0-9]*|0|unlimited)$`, integer: true, max: maxInt - 1, examples: []string{"1", "unlimited"}}
}

func (c *Count) parse(text string) error {
	if text == "unlimited" {
		*c = Count{Unlimited: true}
		return nil
	}
	var i Int
	if err := i.parse(text); err != nil {
		return fmt.Errorf("%w; or unlimited", err)
	}
	*c = Count{N: int(i)}
	return nil
}

// String writes the count as an author would.
func (c Count) String() string {
	if c.Unlimited {
		return "unlimited"
	}
	return strconv.Itoa(c.N)
}

// Int is a whole number, not negative.
type Int int

const maxInt = 1 << 31

func (Int) shape() shape {
	return shape{name: "number", means: "a whole number", pattern: `^(0|[1-9][0-9]*)$`, integer: true, max: maxInt - 1, examples: []string{"3"}}
}

func (i *Int) parse(text string) error {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 || text != strconv.FormatInt(n, 10) {
		return errors.New("is not a whole number; write digits without a leading zero, such as 10")
	}
	if n >= maxInt {
		return fmt.Errorf("is too large; the largest number is %d", maxInt-1)
	}
	*i = Int(n)
	return nil
}

// Status is an HTTP status code.
type Status int

func (Status) shape() shape {
	return shape{name: "status", means: "an HTTP status code", pattern: `^[1-5][0-9][0-9]$`, integer: true, min: 100, max: 599, examples: []string{"401"}}
}

func (s *Status) parse(text string) error {
	n, err := strconv.Atoi(text)
	if err != nil || n < 100 || n > 599 || len(text) != 3 {
		return errors.New("is not an HTTP status; write a number from 100 to 599, such as 401")
	}
	*s = Status(n)
	return nil
}

// Date is a day in UTC, written as year, month, day.
type Date struct{ time.Time }

const dateLayout = "2006-01-02"

func (Date) shape() shape {
	return shape{name: "date", means: "a day, in UTC", pattern: `^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$`, examples: []string{"2026-10-01"}}
}

func (d *Date) parse(text string) error {
	t, err := time.ParseInLocation(dateLayout, text, time.UTC)
	if err != nil {
		return errors.New("is not a date; write year-month-day, such as 2026-10-01")
	}
	d.Time = t
	return nil
}

// ParseDate reads a day, for flags.
func ParseDate(text string) (Date, error) {
	var d Date
	if err := d.parse(text); err != nil {
		return d, fmt.Errorf("%q %w", text, err)
	}
	return d, nil
}

// String writes the day as an author would.
func (d Date) String() string { return d.Format(dateLayout) }

// TimeOfDay is a time of day in UTC.
type TimeOfDay string

func (TimeOfDay) shape() shape {
	return shape{name: "time of day", means: "hours and minutes in UTC", pattern: `^([01][0-9]|2[0-3]):[0-5][0-9]Z$`, examples: []string{"00:00Z"}}
}

// Version is a version of a policy: three numbers.
type Version string

func (Version) shape() shape {
	return shape{name: "version", means: "three numbers", pattern: `^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)$`, examples: []string{"3.2.0"}}
}

// Compare orders versions by their numbers.
func (v Version) Compare(w Version) int { return semver.Compare("v"+string(v), "v"+string(w)) }

// FormatVersion is the version of the format.
type FormatVersion string

// V1 is the first version of the format.
const V1 FormatVersion = "v1"

func (FormatVersion) vocabulary() vocabulary {
	return vocabulary{words: []Word{{string(V1), "the first version of the format"}}}
}

// URL is an absolute address. It may hold variables in braces.
type URL string

func (URL) shape() shape {
	return shape{name: "url", means: "an absolute address", pattern: `^[A-Za-z][A-Za-z0-9+.-]*:` + addressRest + `+$`, examples: []string{"https://id.acme.example"}}
}

// addressRest is one character of an address, or a variable.
const addressRest = "([^\\s\"<>\\\\^`{|}]|\\{[a-z][a-z0-9_]*\\})"

var urlVariable = regexp.MustCompile(`\{[a-z][a-z0-9_]*\}`)

// errHoldsSecret is the fault of an address that no message may repeat.
var errHoldsSecret = errors.New("holds a user name or password; leave it out")

func (u *URL) parse(text string) error {
	plain := urlVariable.ReplaceAllString(text, "x")
	p, err := url.Parse(plain)
	if err != nil || p.Scheme == "" || strings.ContainsAny(plain, " \t\n\r\"<>\\^`{|}") {
		return errors.New("is not an absolute address; write it in full, such as https://id.example")
	}
	switch scheme := strings.ToLower(p.Scheme); scheme {
	case "http", "https":
		if p.Host == "" {
			return errors.New("names no host; write it in full, such as https://id.example")
		}
	case "javascript", "data", "vbscript", "file", "blob", "about":
		return fmt.Errorf("has the scheme %s, which no page may link to; write an https address", scheme)
	}
	if p.User != nil {
		return errHoldsSecret
	}
	*u = URL(text)
	return nil
}

// Path is a path below an issuer's address, or an absolute address.
type Path string

func (Path) shape() shape {
	return shape{name: "path", means: "a path that begins with a slash, or an absolute address", pattern: "^(/([^/\\s\"<>\\\\^`|][^\\s\"<>\\\\^`|]*)?|[A-Za-z][A-Za-z0-9+.-]*:" + addressRest + "+)$", examples: []string{"/oauth2/token"}}
}

func (p *Path) parse(text string) error {
	if strings.HasPrefix(text, "/") && !strings.HasPrefix(text, "//") && !strings.ContainsAny(text, " \t\n\r\"<>\\^`|") {
		*p = Path(text)
		return nil
	}
	var u URL
	if err := u.parse(text); err != nil {
		return errors.New("is not a path; begin with a slash, such as /oauth2/token, or write a whole address")
	}
	*p = Path(text)
	return nil
}

// Contact is where somebody can be reached: an address, a mailbox, a channel, a number.
type Contact string

func (Contact) shape() shape {
	return shape{name: "contact", means: "an address, a mailbox, a channel or a number", examples: []string{"identity@acme.example", "#identity-oncall"}}
}

// FilePath is a path of a file, relative to the file that names it.
type FilePath string

func (FilePath) shape() shape {
	return shape{name: "file", means: "a path relative to this file, with slashes", pattern: `^[^\\:]+$`, examples: []string{"base.yaml"}}
}

// Colour is a colour in the notation of the web: six hexadecimal digits for red, green and blue.
type Colour string

func (Colour) shape() shape {
	return shape{name: "colour", means: "a colour as # and six hexadecimal digits, in quotes", pattern: `^#[0-9A-Fa-f]{6}$`, examples: []string{"#0b7261"}}
}

// FontList is a list of typefaces, the first that a reader's machine has being used.
type FontList string

func (FontList) shape() shape {
	return shape{name: "font", means: "names of typefaces with commas between them, as in CSS", pattern: `^[A-Za-z][A-Za-z0-9 -]*(, *[A-Za-z][A-Za-z0-9 -]*)*$`, examples: []string{"Inter, sans-serif"}}
}

// SettingPath is the dotted path of a setting.
type SettingPath string

func (SettingPath) shape() shape {
	return shape{name: "setting", means: "the dotted path of a setting", pattern: `^[a-z0-9_*-]+(\.[A-Za-z0-9_*:/#@-]+)*$`, examples: []string{"tokens.access.lifetime"}}
}

// HeaderName is the name of an HTTP header.
type HeaderName string

func (HeaderName) shape() shape {
	return shape{name: "header", means: "the name of an HTTP header", pattern: "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$", examples: []string{"X-Vault-Token"}}
}

// Pattern is a regular expression, in the RE2 dialect.
type Pattern string

func (Pattern) shape() shape {
	return shape{name: "pattern", means: "a regular expression (RE2)", examples: []string{"[a-z0-9]{24}"}}
}

func (p *Pattern) parse(text string) error {
	if _, err := regexp.Compile(text); err != nil {
		return fmt.Errorf("is not a regular expression: %w", err)
	}
	*p = Pattern(text)
	return nil
}

// ID is a name that the policy makes up: lower-case words joined by hyphens or underscores.
type ID string

const idPattern = `^[a-z][a-z0-9]*([-_][a-z0-9]+)*$`

func (ID) shape() shape {
	return shape{name: "id", means: "lower-case words joined by hyphens or underscores", pattern: idPattern, examples: []string{"acme", "mobile-app"}}
}
