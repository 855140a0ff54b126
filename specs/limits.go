package specs

import "github.com/tokenbook/tokenbook/internal/diag"

// Limits of what is read, so that no input keeps the program busy or fills the memory. A policy of a large company
// stays below a tenth of each; docs/trust.md shows them, and a message about one names it.
const (
	// MaxFileBytes is the size of one file.
	MaxFileBytes = 4 << 20
	// MaxPolicyBytes is the size of all files of a policy together.
	MaxPolicyBytes = 8 << 20
	// MaxFiles is how many files one policy includes or extends.
	MaxFiles = 100
	// MaxExtends is how many policies stand between a policy and its last base.
	MaxExtends = 10
	// MaxMarks is how many commas, colons, brackets and line ends one file has: an upper bound of its nodes that is
	// known before the file is parsed.
	MaxMarks = 400_000
	// MaxNodes is how many values all files hold together, aliases counted as often as they are used.
	MaxNodes = 200_000
	// MaxDepth is how deep values are nested.
	MaxDepth = 64
	// MaxScalarBytes is the length of one text.
	MaxScalarBytes = 64 << 10
	// MaxNameLength is the length of a name in characters.
	MaxNameLength = 100
	// MaxTokens is how many tokens a policy has.
	MaxTokens = 500
	// MaxEntries is how many entries any other collection or list of structures has.
	MaxEntries = 2000
	// MaxStructures is how many entries all collections and lists of structures have together.
	MaxStructures = 20_000
	// MaxReplacements is how many settings all variants replace together.
	MaxReplacements = 500
	// MaxConditionValues is how many values the conditions of all variants name together, each once for every setting
	// that the variant replaces; {not: x} names all others.
	MaxConditionValues = 50_000
	// MaxChoices is how many combinations of a setting that differs and a choice for it, and of a token, a client and an
	// environment, are looked at.
	MaxChoices = 10_000
	// MaxFindings is how many findings one stage of reading reports before it gives up.
	MaxFindings = 1000
)

// limitRule is the name of the check that a stage could do its work to the end. Where it speaks, what follows from the
// whole policy is not worked out.
const limitRule = "limit"

// enough reports whether a stage has found so much that it is to say no more, and says so once.
func enough(findings *diag.List, at diag.Span) bool {
	if len(*findings) < MaxFindings {
		return false
	}
	if len(*findings) == MaxFindings {
		findings.Add(limitRule, diag.Error, at, "", "there are more than %d findings (MaxFindings); mend those above first, the rest is not looked for", MaxFindings)
	}
	return true
}

// limit reports that a limit was reached.
func (d *decoder) limit(at diag.Span, path, format string, args ...any) {
	if !enough(d.findings, at) {
		d.findings.Add(limitRule, diag.Error, at, path, format, args...)
	}
}

// spend counts the entries of a collection or list of structures against the limits; plain values are few bytes, and
// MaxNodes bounds them.
func (d *decoder) spend(path string, n *node, entries int, elem *typeInfo) bool {
	if elem.kind != structType {
		return true
	}
	most, name := MaxEntries, "MaxEntries"
	if path == "tokens" {
		most, name = MaxTokens, "MaxTokens"
	}
	if entries > most {
		d.limit(n.at, path, "%s: there are %d entries; the limit is %d (%s). Describe those that are alike as one", path, entries, most, name)
		return false
	}
	before := d.entries
	if d.entries += entries; d.entries <= MaxStructures {
		return true
	}
	if before <= MaxStructures {
		d.limit(n.at, path, "%s: with these entries the policy has more than %d (MaxStructures). Describe those that are alike as one", path, MaxStructures)
	}
	return false
}
