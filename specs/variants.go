package specs

import (
	"reflect"
	"strings"
)

const (
	keyID    = "id"
	keyWhen  = "when"
	keyBeats = "beats"
)

// variants decodes the variants of a section, whose Go value is v.
func (d *decoder) variants(path string, n *node, v reflect.Value, info *typeInfo) {
	full := join(path, keyVariants)
	if n.kind != sequenceNode {
		d.add(n.at, full, "%s: %s stands where a list belongs; write one variant a line: - {when: {…}, setting: value}", full, n.describe())
		return
	}
	if len(n.items) == 0 {
		d.add(n.at, full, "%s: the list is empty; leave the line out where nothing differs", full)
	}
	section := v.Addr().Interface().(sectioned).section()
	for i, item := range n.items {
		one := join(full, indexKey(i))
		if item.kind != mappingNode {
			d.add(item.at, one, "%s: %s stands where a variant belongs; write {when: {…}, setting: value}", one, item.describe())
			continue
		}
		variant := Variant{Mark: Mark{State: Set, At: item.at, Via: item.via}}
		when, replaces := false, false
		for _, p := range item.pairs {
			at := join(one, p.key)
			switch {
			case p.key == keyWhen:
				when = true
				if decodeInto(d, at, p.value, &variant.When); variant.When.State == None || variant.When.State == Undecided {
					d.add(p.value.at, at, "%s: a variant needs a condition; write when: {axis: value}", at)
				}
			case p.key == keyID:
				var id Value[ID]
				decodeInto(d, at, p.value, &id)
				variant.ID = Value[string]{Mark: id.Mark, V: string(id.V)}
			case p.key == keyBeats:
				decodeInto(d, at, p.value, &variant.Beats)
			case noteInfo.byName[p.key] != nil && info.byName[p.key] == nil:
			default:
				replaces = true
				d.replacement(path, p, info, v, &variant)
			}
		}
		d.note2(one, item, &variant.Mark, info)
		if !when {
			d.add(item.at, one, "%s: a variant needs a condition; write when: {axis: value}", one)
			continue
		}
		if !replaces {
			d.add(item.at, one, "%s: the variant replaces nothing; write a setting beside `when`, such as %s", one, variantSample(info))
		}
		if len(variant.Sets) == 0 {
			continue
		}
		section.Variants = append(section.Variants, variant)
	}
}

// replacement decodes one setting of a variant: a field of the section, or a leaf by a dotted key.
func (d *decoder) replacement(path string, p pair, info *typeInfo, v reflect.Value, variant *Variant) {
	if d.replaced++; d.replaced > MaxReplacements {
		if d.replaced == MaxReplacements+1 {
			d.limit(p.keyAt, path, "%s: the variants of the policy replace more than %d settings (MaxReplacements); let one variant hold for several values, as in {client: [a, b]}", path, MaxReplacements)
		}
		return
	}
	segments, target, key, ok := d.target(path, p, info, v)
	if !ok {
		return
	}
	value := reflect.New(target.typ).Elem()
	d.decode(join(path, p.key), p.value, value, key)
	if m := value.Addr().Interface().(marked).mark(); m.State != Silent {
		variant.Sets = append(variant.Sets, Replacement{Path: segments, At: p.keyAt, V: value})
	}
}

// target finds the setting that a dotted key names, walking the types. A name with dots inside a Map (a scope such
// as orders.read) is found by trying the longest name that is written there.
func (d *decoder) target(path string, p pair, info *typeInfo, v reflect.Value) (segments []string, target *typeInfo, key string, ok bool) {
	rest := strings.Split(p.key, ".")
	cur := info
	for len(rest) > 0 {
		if cur.kind == structType {
			f := cur.byName[rest[0]]
			if f == nil && cur.short != nil && cur.short.info().kind == structType && cur.short.info().byName[rest[0]] != nil {
				f = cur.short
			} else if f != nil {
				rest = rest[1:]
			}
			if f == nil {
				name := p
				name.key = rest[0]
				d.unknown(strings.TrimSuffix(join(path, strings.Join(segments, ".")), "."), name, append(settingNames(cur), keyWhen, keyID, keyBeats))
				return nil, nil, "", false
			}
			segments = append(segments, f.name)
			cur, key = f.info(), f.key
			continue
		}
		if cur.kind == mapType {
			take := 1
			for n := len(rest); n > 1; n-- {
				if entryIn(v, segments, strings.Join(rest[:n], ".")) {
					take = n
					break
				}
			}
			segments = append(segments, strings.Join(rest[:take], "."))
			cur, rest, key = cur.mapElem(), rest[take:], ""
			continue
		}
		d.add(p.keyAt, join(path, p.key), "%s: %q has no settings of its own; replace it whole", join(path, p.key), strings.Join(segments, "."))
		return nil, nil, "", false
	}
	return segments, cur, key, true
}

// entryIn reports whether the Map at a path below v has an entry of that name.
func entryIn(v reflect.Value, segments []string, id string) bool {
	at, ok := walk(v, segments)
	if !ok || infoOf(at.Type()).kind != mapType {
		return false
	}
	entries := at.Field(payload)
	for i := range entries.Len() {
		if entries.Index(i).Field(entryID).String() == id {
			return true
		}
	}
	return false
}

// walk follows segments from a value through structures, maps and lists.
func walk(v reflect.Value, segments []string) (reflect.Value, bool) {
	return (*entryIndexes)(nil).walk(v, segments)
}
