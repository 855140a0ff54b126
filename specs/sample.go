package specs

import (
	"reflect"
	"regexp"
	"strings"

	"github.com/tokenbook/tokenbook/internal/escape"
)

// sampleNames are entries that samples refer to, by collection.
var sampleNames = map[string]string{
	"sources": "handbook", "editions": "enterprise", "observability.metrics": "refresh_failures", "observability.events": "token_reuse",
	"resource_servers": "orders", "acr_values": "mfa", "limits": "refresh_rate", "issuers": "main", "environments": "staging",
	"scopes": "orders.read", "tokens": "access", "clients": "spa", "sessions": "sso", "settings": "access_life",
	"issuers.*.keys": "signing", "issuers.*.endpoints": "token", "errors.causes": "refresh_reuse", "incidents.playbooks": "key_exposure",
	"envelopes": "general", "trust": "managed_device", "revocation.triggers": "logout", "risk_signals": "new_country", "fixtures": "alice",
	"axes": "distribution", "revocation.columns": "cookies",
}

// sample is a value that would do for a setting, in YAML's flow style: the shortest that says something.
func sample(info *typeInfo, key string) string {
	switch info.kind {
	case valueType:
		return samplePlain(info.elem)
	case listType:
		return "[" + sample(info.elem, "") + "]"
	case mapType:
		return "{" + sampleKey(key) + ": " + sample(info.mapElem(), "") + "}"
	case selectorType:
		return "{environment: staging}"
	case structType:
		return sampleStructure(info)
	case plainType, rawType:
	}
	return samplePlain(info)
}

func sampleKey(key string) string {
	for _, c := range strings.Split(key, ",") {
		if name := sampleNames[c]; name != "" {
			return name
		}
	}
	return "example"
}

func sampleStructure(info *typeInfo) string {
	var must []string
	for i := range info.fields {
		if f := &info.fields[i]; f.must {
			must = append(must, f.name+": "+sample(f.info(), f.key))
		}
	}
	switch {
	case info.short != nil && info.short.info().kind == valueType && info.short.info().elem.kind == rawType:
		return "{" + info.short.name + ": " + sample(info.short.info(), "") + "}" // a mapping would be taken for settings
	case info.shortAlone():
		return sample(info.short.info(), info.short.key)
	case len(must) > 0:
		return "{" + strings.Join(must, ", ") + "}"
	}
	f := &info.fields[0]
	return "{" + f.name + ": " + sample(f.info(), f.key) + "}"
}

// plainEnough is a text that stands in YAML without quotes, in flow style too.
var plainEnough = regexp.MustCompile(`^[A-Za-z0-9/][A-Za-z0-9:/._%+ -]*$`)

func samplePlain(info *typeInfo) string {
	text := "text"
	switch {
	case info.kind == rawType:
		return "{any: data}"
	case info.words != nil:
		text = info.words.words[0].Name
	case info.typ.Kind() == reflect.Bool:
		return "true"
	case info.collection != "":
		text = sampleNames[info.collection]
	case info.shape != nil:
		text = info.shape.examples[0]
	}
	if !plainEnough.MatchString(text) {
		return escape.YAML(text)
	}
	return text
}
