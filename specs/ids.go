package specs

import (
	"reflect"
	"regexp"
	"strconv"
	"strings"
)

var idRegexp = regexp.MustCompile(idPattern)

var notID = regexp.MustCompile(`[^a-z0-9]+`)

// suggestID makes a name of the right form out of one of the wrong form.
func suggestID(s string) string {
	out := strings.Trim(notID.ReplaceAllString(strings.ToLower(s), "_"), "_")
	out = strings.TrimLeft(out, "0123456789_")
	if out == "" {
		return "name"
	}
	return out
}

func indexKey(i int) string { return strconv.Itoa(i) }

func parseIndex(s string) (int, bool) {
	i, err := strconv.Atoi(s)
	return i, err == nil && i >= 0
}

// decodeInto decodes a node into a value of a type that is known here.
func decodeInto[T any](d *decoder, path string, n *node, to *T) {
	d.decode(path, n, reflect.ValueOf(to).Elem(), "")
}
