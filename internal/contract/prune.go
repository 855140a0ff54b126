package contract

import "strings"

// shared are the kinds of component that are used by reference only. Security schemes are used by name.
var shared = []string{"schemas", "responses", "parameters", "examples", "requestBodies", "headers"}

// prune drops the components that nothing refers to, so that linters and readers do not ask what they are for.
func prune(doc *Object) {
	components := doc.Object("components")
	used := map[string]bool{}
	for _, m := range doc.members {
		if m.key != "components" {
			markRefs(m.value, components, used)
		}
	}
	for _, kind := range shared {
		list := components.Object(kind)
		for _, name := range list.Keys() {
			if !used[kind+"/"+name] {
				list.Delete(name)
			}
		}
		if list != nil && list.Len() == 0 {
			components.Delete(kind)
		}
	}
	if components != nil && components.Len() == 0 {
		doc.Delete("components")
	}
}

// markRefs marks what a value refers to, and what that refers to in turn.
func markRefs(value any, components *Object, used map[string]bool) {
	switch v := value.(type) {
	case Array:
		for _, item := range v {
			markRefs(item, components, used)
		}
	case *Object:
		if v == nil {
			return
		}
		for _, m := range v.members {
			markRefs(m.value, components, used)
		}
		ref, _ := v.Get("$ref").(string)
		path, ok := strings.CutPrefix(ref, "#/components/")
		if !ok || used[path] {
			return
		}
		used[path] = true
		kind, name, _ := strings.Cut(path, "/")
		markRefs(components.Object(kind).Get(name), components, used)
	}
}
