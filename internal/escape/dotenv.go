package escape

import "strings"

// DotEnv makes s a value in a .env file.
//
// Readers of such files agree on two things only: words of harmless characters, and text in
// single quotes that holds neither quote, backslash, dollar nor line end. Shells, Docker, Node,
// Ruby and Python differ on all else (python-dotenv expands ${x} even in single quotes). What
// they disagree on is therefore shown instead of carried: ' as ’, \ as ⧵, $ as ＄, a line end
// as a space. Settings that programs read stay in the harmless set and come back unchanged.
func DotEnv(s string) string {
	s = prose(s)
	harmless := s != ""
	for _, r := range s {
		if !isASCIILetterOrDigit(r) && !strings.ContainsRune("_-./:,@%+", r) {
			harmless = false
		}
	}
	if harmless {
		return s
	}
	return "'" + dotEnvShown.Replace(s) + "'"
}

var dotEnvShown = strings.NewReplacer("'", "’", `\`, "⧵", "$", "＄", "\n", " ", "\t", " ", "`", "‵")
