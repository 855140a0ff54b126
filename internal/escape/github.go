package escape

import "strings"

// GitHubData is the message of a workflow command of GitHub Actions: one line, and no command of its own.
func GitHubData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(Terminal(s))
}

// GitHubProperty is a property of a workflow command of GitHub Actions, such as a file name.
func GitHubProperty(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(Terminal(s))
}
