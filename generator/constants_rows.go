package generator

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/specs"
)

// table reads the rows of a table: one for each entry of a collection, and for each environment where they can differ.
func (c *constants) table(source tableSource) {
	record := exportRecord{Name: source.record.Name, About: source.record.About, Fields: c.usable(source.record.Fields)}
	t := &exportTable{Name: source.name, Item: source.item, About: source.about, Keys: source.keys, Record: record.Name}
	environments := c.policy.Environments.IDs()
	perEnvironment := source.perEnvironment && len(environments) > 0
	viaIssuer := perEnvironment && source.keys[0] == "issuer"
	switch {
	case viaIssuer:
		t.Keys = append([]string{"environment"}, source.keys[1:]...)
	case perEnvironment:
		t.Keys = append([]string{"environment"}, source.keys...)
	default:
		environments = []string{""}
	}
	for _, environment := range environments {
		sel := specs.Selection{}
		if environment != "" {
			sel[specs.AxisEnvironment] = environment
		}
		for _, names := range c.entries(source.path) {
			path, keys := fill(source.path, names), names
			if viaIssuer {
				issuer, _, _ := specs.Effective[specs.Value[specs.IssuerID]](c.policy, "environments."+environment+".issuer", sel)
				if string(issuer.V) != names[0] {
					continue
				}
				keys = names[1:]
			}
			if environment != "" {
				keys = append([]string{environment}, keys...)
			}
			row := exportRow{Keys: keys, Value: c.known(readRecord(c.policy, record.Name, record.Fields, path, sel))}
			row.Note = exportNote{Path: path, Place: placeOf(c.policy, path, sel)}
			row.Note.More = append(row.Note.More, c.unsaid(record.Fields, path, sel)...)
			row.Note.differs(c.axesBelow(record.Fields, path, sel), c.Head.AsOf)
			if len(row.Value.Fields) > 0 {
				t.Rows = append(t.Rows, row)
			}
		}
	}
	if len(t.Rows) > 0 {
		c.Records, c.Tables = append(c.Records, &record), append(c.Tables, t)
	}
}

// axesBelow are the axes beside those of a selection by which some field below a path differs. Records inside records
// have tables of their own.
func (c *constants) axesBelow(fields []exportSetting, path string, sel specs.Selection) []string {
	found := map[string]bool{}
	for _, f := range fields {
		if f.kind == kindRecord {
			continue
		}
		for axis := range c.policy.AxisValues(path + "." + f.path) {
			if _, chosen := sel[axis]; !chosen {
				found[axis] = true
			}
		}
	}
	return sortedKeys(found)
}

// unsaid are the fields that the policy states to be none or leaves open, where the value itself cannot say so.
func (c *constants) unsaid(fields []exportSetting, path string, sel specs.Selection) []string {
	var out []string
	for _, f := range fields {
		if v := f.read(c.policy, path+"."+f.path, sel); !v.Is() && v.Word != silentWord && f.kind != kindExtent {
			out = append(out, v.Word+": "+f.path)
		}
	}
	return out
}

// usable are the fields whose enumerations have members in this policy.
func (c *constants) usable(fields []exportSetting) []exportSetting {
	return slices.DeleteFunc(slices.Clone(fields), func(s exportSetting) bool {
		return (s.kind == kindMember || s.kind == kindMembers) && c.enum(s.of) == nil
	})
}

// entries are the names that stand for the * of a path, of each entry that the policy has.
func (c *constants) entries(path string) [][]string {
	var out [][]string
	for _, s := range c.settings {
		if s.Variant != nil || s.Mark.State == specs.None || !matches(path, s.Segments) {
			continue
		}
		var names []string
		for i, part := range strings.Split(path, ".") {
			if part == "*" {
				names = append(names, s.Segments[i])
			}
		}
		out = append(out, names)
	}
	return out
}

func fill(path string, names []string) string {
	for _, name := range names {
		path = strings.Replace(path, "*", name, 1)
	}
	return path
}

// known drops references to names that no enumeration lists, so that a language can rely on them.
func (c *constants) known(v exportValue) exportValue {
	for i := range v.Fields {
		f := &v.Fields[i].Value
		e := c.enum(f.Of)
		unknown := func(name string) bool { return e == nil || !e.has(name) }
		switch {
		case f.Kind == kindMembers:
			f.Texts = slices.DeleteFunc(f.Texts, unknown)
		case f.Kind == kindMember && unknown(f.Text):
			*f = silentValue(silentWord)
		}
	}
	v.Fields = slices.DeleteFunc(v.Fields, func(f exportField) bool { return !f.Value.Is() })
	return v
}

// otherAxes are the axes beside client and environment by which something at or below a path differs.
func (c *constants) otherAxes(path string) []string {
	var out []string
	for _, axis := range sortedKeys(c.policy.AxisValues(path)) {
		if axis != specs.AxisEnvironment && axis != specs.AxisClient {
			out = append(out, axis)
		}
	}
	return out
}

// placeOf is where an entry is written.
func placeOf(p *specs.Policy, path string, sel specs.Selection) string {
	_, chain, _ := p.EffectiveText(path, sel)
	if len(chain) == 0 {
		return ""
	}
	return fileLine(chain[0].At)
}

// lifetimes makes the table of effective lifetimes: environment, client, token, as far as the policy names them. A
// token for which the policy does not say who gets it has a row for each client.
func (c *constants) lifetimes() {
	c.Records = append(c.Records, &exportRecord{Name: lifetimeRecord, About: "how long something lives: bounds that all apply, of which the earliest ends it", Fields: lifetimeFields})
	p := c.policy
	t := &exportTable{Name: "lifetimes", Item: "lifetime", Record: lifetimeRecord}
	environments, clients := p.Environments.IDs(), p.Clients.IDs()
	if len(environments) > 0 {
		t.Keys = append(t.Keys, "environment")
	} else {
		environments = []string{""}
	}
	if len(clients) > 0 {
		t.Keys = append(t.Keys, "client")
	} else {
		clients = []string{""}
	}
	t.Keys = append(t.Keys, "token")
	t.About = "how long each token lives, all variants applied"
	holders := map[string][]string{}
	for _, token := range p.Tokens.IDs() {
		if holders[token] = p.ClientsOf(token); len(holders[token]) == 0 {
			holders[token] = clients
		}
	}
	for _, environment := range environments {
		for _, client := range clients {
			for _, token := range p.Tokens.IDs() {
				if !slices.Contains(holders[token], client) {
					continue
				}
				keys, sel := []string{}, specs.Selection{}
				for _, k := range [][2]string{{specs.AxisEnvironment, environment}, {specs.AxisClient, client}} {
					if k[1] != "" {
						keys, sel[k[0]] = append(keys, k[1]), k[1]
					}
				}
				path := "tokens." + token + ".lifetime"
				v := readRecord(p, lifetimeRecord, lifetimeFields, path, sel)
				if len(v.Fields) == 0 {
					continue
				}
				note := c.note(path, sel, "")
				note.For = "" // the keys say it
				note.differs(c.otherAxes(path), c.Head.AsOf)
				t.Rows = append(t.Rows, exportRow{Keys: append(keys, token), Value: v, Note: note})
			}
		}
	}
	if len(t.Rows) > 0 {
		c.Tables = append(c.Tables, t)
	}
}

// readAddress is the address of an endpoint: a whole one as it is, a path below the issuer's address. A path may hold
// variables, so that nothing is escaped or resolved.
func readAddress(p *specs.Policy, path string, sel specs.Selection) exportValue {
	v, _, _ := specs.Effective[specs.Value[specs.Path]](p, path, sel)
	if !v.IsSet() {
		return silentValue(whySilent(p, path, v.State, sel))
	}
	address := string(v.V)
	if strings.HasPrefix(address, "/") {
		issuer := strings.Split(path, ".")[1]
		base, _, _ := specs.Effective[specs.Value[specs.URL]](p, "issuers."+issuer+".url", sel)
		address = strings.TrimRight(string(base.V), "/") + address
	}
	return textValue(address)
}

func readPrefixes(p *specs.Policy, path string, sel specs.Selection) exportValue {
	v, _, _ := specs.Effective[specs.List[specs.Prefix]](p, path, sel)
	if !v.IsSet() {
		return silentValue(whySilent(p, path, v.State, sel))
	}
	out := exportValue{Kind: kindTexts}
	for i := range v.Items {
		if v.Items[i].Text.IsSet() {
			out.Texts = append(out.Texts, v.Items[i].Text.V)
		}
	}
	return out
}

// readRecord reads the fields of a record below a path. What the policy does not state is left out.
func readRecord(p *specs.Policy, record string, fields []exportSetting, path string, sel specs.Selection) exportValue {
	out := exportValue{Kind: kindRecord, Of: record}
	for _, f := range fields {
		v := f.read(p, path+"."+f.path, sel)
		if !v.Is() && f.kind == kindExtent && v.Word != silentWord {
			v = extentWord(v.Word)
		}
		if v.Is() {
			out.Fields = append(out.Fields, exportField{Name: f.name, Value: v})
		}
	}
	return out
}

// What templates see of a field.
func (s exportSetting) Name() string     { return s.name }
func (s exportSetting) About() string    { return s.about }
func (s exportSetting) Kind() exportKind { return s.kind }
func (s exportSetting) Of() string       { return s.of }
