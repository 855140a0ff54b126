package generator

import (
	"strings"

	"github.com/tokenbook/tokenbook/specs"
)

// deprecatedEnums are the enumerations whose members a deprecation can name, by its kind. An address, a parameter, a way
// to authenticate or a version is no member of any.
var deprecatedEnums = map[specs.DeprecatedKind]string{
	specs.DeprecatedAlgorithm: "algorithm", specs.DeprecatedKey: "key_set", specs.DeprecatedToken: "token", specs.DeprecatedClaim: "claim",
	specs.DeprecatedScope: "scope", specs.DeprecatedGrant: "grant_type", specs.DeprecatedClient: "client",
	specs.DeprecatedEndpoint: "endpoint", specs.DeprecatedError: "error_code",
}

// deprecate marks the members that the policy says are on their way out: one whose name, string or title a deprecation
// names.
func (c *constants) deprecate() {
	for i := range c.policy.Deprecations.Entries {
		entry := &c.policy.Deprecations.Entries[i]
		e := c.enum(deprecatedEnums[entry.V.What.V])
		if e == nil || !entry.V.Name.IsSet() {
			continue
		}
		for j := range e.Members {
			if m := &e.Members[j]; entry.V.Name.V == m.Name || entry.V.Name.V == m.Value || entry.V.Name.V == m.Note.About {
				m.Note.Deprecated = c.farewell(entry)
			}
		}
	}
}

// farewell says in one line since when something is on its way out, when it goes, what to use, and where that stands.
func (c *constants) farewell(entry *specs.Entry[specs.Deprecation]) string {
	var out []string
	d := &entry.V
	if d.Announced.IsSet() {
		out = append(out, "Announced "+dateText(d.Announced.V)+".")
	}
	if d.Cutoff.IsSet() {
		out = append(out, "From "+dateText(d.Cutoff.V)+" on it no longer works.")
	}
	if d.Replacement.IsSet() {
		out = append(out, "Instead: "+strings.TrimSuffix(strings.Join(strings.Fields(c.policy.Said(d.Replacement.V, nil)), " "), ".")+".")
	}
	return strings.Join(append(out, "deprecations."+entry.ID+" ("+fileLine(entry.At)+")"), " ")
}
