// Promise: the page of states and errors has a row for every state that a token can reach, says which error answers and
// what the client does, and names gaps, overlaps, errors that cannot happen and errors that look alike.
package site_test

import (
	"testing"

	"github.com/tokenbook/tokenbook/site"
)

func TestStatesAndErrors(t *testing.T) {
	files := build(t, policy(t, troubled), site.Inputs{})
	wants(t, file(t, files, "error-states.md"), "error-states.md",
		"| Expired | several errors<br/>[`expired`](errors/expired.md) (policy.yaml&#58;34)<br/>[`expired_too`](errors/expired_too.md) (policy.yaml&#58;35) | – | [`access`](tokens/access.md) |",
		"| Bad signature | `invalid_token`<br/>as the standard has it | Refresh |",
		"| Missing | the status alone<br/>[as the standard has it](errors/missing_credentials.md) | Obtain token |",
		"**Several errors** at Resource server for [`access`](tokens/access.md) that is expired: leave `token_state: expired` to one cause",
		"## Errors that cannot happen", "no token that resource takes can be superseded")
	wants(t, file(t, build(t, load(t, "github"), site.Inputs{}), "error-states.md"), "error-states.md of github",
		"| Missing | no error | [`refresh`](tokens/refresh.md) |", "add a cause with `token_state: missing`")
	wants(t, file(t, build(t, load(t, "minimal"), site.Inputs{}), "error-states.md"), "error-states.md of minimal",
		"Every state that was found has exactly one error and one action.")
}
