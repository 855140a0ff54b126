// Keeps the promise that looking up an entry in a large collection finds what looking through it finds, names with dots
// included, and that an entry which is stated to be none is not among the names.
package specs

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestIndexFindsWhatTheWalkFinds(t *testing.T) {
	for _, n := range []int{1, worthAnIndex - 1, worthAnIndex, 3 * worthAnIndex} {
		doc := must(t, headTokens+"scopes:\n"+rows(n, "  s%d: {description: S}\n")+rows(n, "  orders.s%d.read: {description: S}\n")+"clients:\n"+rows(n, "  c%d: {type: public}\n"))
		root, names := reflect.ValueOf(doc).Elem(), new(entryIndexes)
		for _, path := range []string{
			"scopes.s0", "scopes.orders.s0.read", "scopes.orders.s0.read.description", "scopes.orders.s0", "scopes.orders", "scopes.", "clients.c0.type",
			fmt.Sprintf("clients.c%d", n-1), fmt.Sprintf("clients.c%d", n), "clients.c0.no", "tokens.access.lifetime", "tokens.none", "nothing", "",
		} {
			segments := doc.splitPath(path)
			if diff := cmp.Diff(segments, doc.splitBy(path, names)); diff != "" {
				t.Errorf("%d entries, %q: %s", n, path, diff)
			}
			want, ok := walk(root, segments)
			got, also := names.walk(root, segments)
			if ok != also || ok && want.Addr().Pointer() != got.Addr().Pointer() {
				t.Errorf("%d entries, %q: found %t and %t", n, path, ok, also)
			}
		}
	}
}

func TestIDsLeaveOutWhatIsNone(t *testing.T) {
	doc := must(t, headTokens+"clients: {a: {type: public}, b: none, c: undecided, d: {type: confidential}}\n")
	if got := strings.Join(doc.Clients.IDs(), " "); got != "a c d" {
		t.Errorf("the clients are %s", got)
	}
}
