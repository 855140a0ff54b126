package escape

import (
	"crypto/sha256"
	"fmt"
	"strings"
)

// Terminal makes s text for a terminal or a log: no control character moves the cursor, changes
// colours or rings; line ends stay, as \n, and tabs.
func Terminal(s string) string { return newlines.Replace(strings.Map(shownInSource, Valid(s))) }

// Shell makes s one word of a POSIX shell command, for commands that a page shows to be copied.
// Characters that people cannot see are shown, so that what is pasted is what was read.
func Shell(s string) string {
	s = newlines.Replace(strings.Map(shownInSource, Valid(s)))
	plain := s != ""
	for _, r := range s {
		if !isASCIILetterOrDigit(r) && !strings.ContainsRune("_-./:,@%+", r) {
			plain = false
		}
	}
	if plain {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// fileNameMax keeps a name with any ending below the 255 bytes that file systems take.
const fileNameMax = 100

// devices are the names that Windows keeps for devices, with any ending, in any case.
const devices = " con prn aux nul conin$ conout$ com0 com1 com2 com3 com4 com5 com6 com7 com8 com9 " +
	"lpt0 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9 "

// FileName makes s one element of a path, without ending, the same on every system: lower-case
// ASCII letters, digits, "-", "_" and single dots inside. Other ASCII becomes "-", anything else
// its code point (é is u00e9). A name of a Windows device gets a "_"; a long one is cut at 100
// bytes and told apart by 8 digits of its SHA-256. Different names may meet: see Collisions.
func FileName(s string) string {
	s = Valid(s)
	b := each(nil, s, func(dst []byte, r, _ rune) []byte {
		switch {
		case r >= 'A' && r <= 'Z':
			return append(dst, byte(r)+'a'-'A')
		case r == '.' && len(dst) > 0 && dst[len(dst)-1] == '.':
			return dst
		case isASCIILetterOrDigit(r), r == '_', r == '.':
			return append(dst, byte(r))
		case r > 0x7f:
			return fmt.Appendf(dst, "u%04x", r)
		case len(dst) > 0 && dst[len(dst)-1] == '-':
			return dst
		}
		return append(dst, '-')
	})
	name := strings.Trim(string(b), "-.")
	if len(name) > fileNameMax {
		name = fmt.Sprintf("%s-%x", name[:fileNameMax-9], sha256.Sum256([]byte(s)))[:fileNameMax]
	}
	stem, _, _ := strings.Cut(name, ".")
	switch {
	case name == "":
		return "unnamed"
	case strings.Contains(devices, " "+stem+" "):
		return stem + "_" + name[len(stem):]
	}
	return name
}
