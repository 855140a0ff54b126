package specs

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
)

// declaredUnder are the collections that declare the values of the built-in axes with closed lists.
var declaredUnder = map[string]string{AxisEnvironment: "environments", AxisClient: "clients", AxisToken: "tokens", AxisResource: "resource_servers",
	AxisScope: "scopes", AxisTenant: "tenants", AxisEdition: "editions", AxisACR: "acr_values"}

// axisValues are the values that a condition may give an axis; nil for an open one.
func axisValues(dom *domains, axis string, own *Axis) []string {
	word := func(v vocabulary) []string {
		if v.open {
			return nil
		}
		var out []string
		for _, w := range v.words {
			out = append(out, w.Name)
		}
		return out
	}
	switch axis {
	case AxisClientType:
		return word(ClientType("").vocabulary())
	case AxisPlatform:
		return word(Platform("").vocabulary())
	case AxisGrant:
		return word(GrantType("").vocabulary())
	case AxisUser, AxisDate:
		return nil
	case AxisEnvironment, AxisClient, AxisToken, AxisResource, AxisScope, AxisTenant, AxisEdition, AxisACR:
		if all := dom.closed[axis]; all != nil {
			return all
		}
		return []string{} // nothing of the kind is declared, so nothing can be named
	}
	if own != nil && own.Values.IsSet() {
		return Plain(own.Values)
	}
	return nil
}

// ChoiceFault says why a lookup cannot be narrowed to a value of an axis, in the words of a message: the policy has no
// such axis, or the axis no such value. It is empty where the lookup can be.
func (p *Policy) ChoiceFault(axis, value string) string {
	axes := append(slices.Clone(BuiltInAxes), p.Document.Axes.IDs()...)
	own := p.Document.Axes.Get(axis)
	if !slices.Contains(axes, axis) {
		return fmt.Sprintf("there is no axis %s; %s", diag.Quote(axis), among(axis, "the axes are", axes))
	}
	if axis == AxisDate || own != nil && own.Type.V == DateAxis {
		if _, err := ParseDate(value); err != nil {
			return fmt.Sprintf("the axis %s takes a day: %v", axis, err)
		}
		return ""
	}
	known := axisValues(&p.domains, axis, own)
	switch {
	case known == nil && value == "":
		return fmt.Sprintf("the axis %s is given no value", axis)
	case known == nil, slices.Contains(known, value):
		return ""
	case len(known) == 0:
		return fmt.Sprintf("there is no %s %s, for the policy declares nothing under `%s`", axis, diag.Quote(value), declaredUnder[axis])
	}
	return fmt.Sprintf("there is no %s %s; %s", axis, diag.Quote(value), among(value, "there are", known))
}

// among asks for the nearest of the known words, where one is near, and lists them.
func among(written, are string, known []string) string {
	list := are + " " + some(known)
	near := diag.Nearest(written, known)
	if len(near) == 0 {
		return list
	}
	return "did you mean " + diag.OneOf(near) + "? " + strings.ToUpper(list[:1]) + list[1:]
}
