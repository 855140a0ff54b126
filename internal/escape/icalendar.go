package escape

import "strings"

// ICalendar escapes text for the value of a TEXT property of an iCalendar object (RFC 5545, section 3.3.11). Lines are
// folded by whoever writes them.
func ICalendar(s string) string {
	return icalendar.Replace(prose(s))
}

var icalendar = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`)
