package generator

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/tokenbook/tokenbook/internal/escape"
)

// nameAll gives out all names, in an order that does not depend on what a policy adds at an end: what the template
// declares, types, functions, tables, constants, members. A name that is taken gets a number behind, and its
// documentation says so.
func (x *exporting) nameAll() {
	for _, name := range x.lang.own {
		x.take("", "own:"+name, name)
	}
	for _, e := range x.Enums {
		x.take("", "type:"+e.Name, x.ident(typeName, e.Name))
	}
	for _, r := range x.Records {
		x.take("", "type:"+r.Name, x.ident(typeName, r.Name))
	}
	for _, name := range []string{"policy_id", "policy_title", "policy_version", "policy_hash", "policy_effective"} {
		x.take("", "const:"+name, x.ident(constantName, name))
	}
	for _, name := range []string{"decide_error", "decide_error_for", "is_expired", "is_not_yet_valid", "should_refresh", "backoff", "expected_expires_in"} {
		x.take("", "func:"+name, x.function(name))
	}
	for _, t := range x.Tables {
		x.take("", "table:"+t.Name, x.ident(tableName, t.Name))
		x.take("", "func:lookup_"+t.Item, x.ident(functionName, "lookup_"+t.Item))
	}
	for _, e := range x.Enums {
		x.take("", "func:all_"+e.Name, x.ident(functionName, "all_"+plural(e.Name)))
		x.take("", "func:parse_"+e.Name, x.ident(functionName, "parse_"+e.Name))
	}
	for _, g := range x.Groups {
		for _, k := range g.Constants {
			x.takeConstant(k.Name, k.Value)
			x.take("", "func:"+k.Name[0]+"_for", x.ident(functionName, k.Name[0]+"_for"))
			for _, other := range k.Cases {
				x.takeConstant(other.Name, other.Value)
			}
		}
	}
	for _, e := range x.Enums {
		scope, front := "enum:"+e.Name, []string{}
		for _, name := range x.lang.ownMembers {
			x.take(scope, "own:"+name, name)
		}
		if x.lang.flat {
			scope, front = "", []string{e.Name}
			x.take(scope, "zero:"+e.Name, x.ident(memberName, e.Name, "not_specified"))
		}
		for _, m := range e.Members {
			x.take(scope, "member:"+e.Name+":"+m.Name, x.ident(memberName, append(front[:len(front):len(front)], m.Name)...))
		}
	}
}

// constantWords are the words of a constant's name: what is a share or has a unit says so.
func (x *exporting) constantWords(name []string, v exportValue) []string {
	switch {
	case v.Kind == kindShare:
		return append(name[:len(name):len(name)], "share")
	case v.Kind == kindExtent && x.lang.unit != "":
		return append(name[:len(name):len(name)], x.lang.unit)
	}
	return name
}

// function is the name of one of the decisions.
func (x *exporting) function(name string) string {
	if own, ok := x.lang.decisions[name]; ok {
		return own
	}
	return x.ident(functionName, name)
}

func (x *exporting) takeConstant(name []string, v exportValue) {
	x.take("", constantKey(name), x.ident(constantName, x.constantWords(name, v)...))
}

func plural(name string) string {
	if rest, ok := strings.CutSuffix(name, "y"); ok {
		return rest + "ies"
	}
	return name + "s"
}

func (x *exporting) ident(kind nameKind, words ...string) string {
	name := x.lang.escape.Ident(words, x.lang.styles[kind])
	if x.lang.ident != nil {
		name = x.lang.ident(words, x.lang.styles[kind])
	}
	if kept, ok := x.lang.free[kind]; ok {
		if bare, marked := strings.CutSuffix(name, "_"); marked && !slices.Contains(kept, bare) {
			return bare
		}
	}
	return name
}

// declared is a name as it is declared, in quotes where it is a word of the language: there, and not where it is used.
func (x *exporting) declared(name codeText) codeText {
	if x.lang.escape.Ident([]string{string(name)}, escape.Camel) == string(name)+"_" {
		return "`" + name + "`"
	}
	return name
}

// take gives out a name in a scope.
func (x *exporting) take(scope, key, wanted string) {
	if x.taken[scope] == nil {
		x.taken[scope] = map[string]bool{}
	}
	name := wanted
	for n := 2; x.taken[scope][name]; n++ {
		name = wanted + strconv.Itoa(n)
	}
	if name != wanted {
		x.renamed[key] = wanted
	}
	x.taken[scope][name] = true
	x.names[key] = name
}

// name is a name that was given out.
func (x *exporting) name(key string) (codeText, error) {
	if name, ok := x.names[key]; ok {
		return codeText(name), nil
	}
	return "", fmt.Errorf("no name was given out for %s", key)
}

// member is the name of a member of an enumeration; literals use it for members that known lets through.
func (x *exporting) member(enum, name string) codeText {
	return codeText(x.names["member:"+enum+":"+name])
}

func (x *exporting) typeName(name string) codeText { return codeText(x.names["type:"+name]) }

func (x *exporting) quote(s string) codeText {
	if x.lang.quoteText != nil {
		return codeText(x.lang.quoteText(s))
	}
	return codeText(x.lang.escape.String(s))
}

func (x *exporting) comment(indent any, s string) codeText {
	if x.lang.comment != nil {
		return codeText(x.lang.comment(fmt.Sprint(indent), s))
	}
	return codeText(x.lang.escape.Comment(fmt.Sprint(indent), s))
}
