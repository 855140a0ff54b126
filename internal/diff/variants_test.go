// Keeps the promise that only effective values count: however a policy spreads them over a setting and its variants, a diff
// names exactly the choices for which they differ. TOKENBOOK_PAIRS says how many random pairs are compared.
package diff

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/tokenbook/tokenbook/specs"
)

// fewSpreads are the pairs of a short run; each is small.
const fewSpreads = 300

// spread writes a lifetime for each client and environment in one of many ways: the setting holds any value, and
// variants those that differ from it, with one that says what holds anyway now and then.
func spread(random *rand.Rand, lives [4]int) string {
	base := lives[random.IntN(4)]
	if random.IntN(3) == 0 {
		base = 99 // nobody gets it
	}
	var variants []string
	for _, cell := range random.Perm(4) {
		if lives[cell] == base && random.IntN(2) == 0 {
			continue
		}
		client, environment := []string{"web", "app"}[cell/2], []string{"prod", "test"}[cell%2]
		variants = append(variants, fmt.Sprintf("{when: {client: %s, environment: %s}, lifetime: %dm}", client, environment, lives[cell]))
	}
	text := fmt.Sprintf("    lifetime: %dm\n", base)
	if len(variants) > 0 {
		text += "    variants: [" + strings.Join(variants, ", ") + "]\n"
	}
	return shop + "tokens:\n  access:\n    type: access_token\n    issued: [{grant: authorization_code, to: [web, app]}]\n" + text
}

func TestRandomSpreads(t *testing.T) {
	pairs := fewSpreads
	if text := os.Getenv(pairsEnv); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			t.Fatalf("%s=%s is no number of pairs", pairsEnv, text)
		}
		pairs = n
	}
	random := rand.New(rand.NewPCG(seed, 2))
	equal := 0
	for range pairs {
		var was, is [4]int
		for i := range was {
			was[i] = 1 + random.IntN(3)
			if is[i] = was[i]; random.IntN(4) == 0 {
				is[i] = 1 + random.IntN(3)
			}
		}
		textA, textB := spread(random, was), spread(random, is)
		a, b := small(t, textA), small(t, textB)
		there := Compare(a, b, Options{})
		if was == is {
			equal++
		}
		for cell := range was {
			at := specs.Selection{"client": []string{"web", "app"}[cell/2], "environment": []string{"prod", "test"}[cell%2]}
			told := 0
			for i := range there.Changes {
				c := &there.Changes[i]
				inside := len(c.Choices) == 0 || holds(c.Choices, at)
				said := len(c.Whom.For) == 0 && !holds(c.Whom.Except, at) || holds(c.Whom.For, at)
				if inside != said {
					t.Errorf("%v: %q and %q", at, ChoicesText(c.Choices), c.Whom.Text())
				}
				if inside && c.Old.Text == fmt.Sprintf("%dm", was[cell]) && c.New.Text == fmt.Sprintf("%dm", is[cell]) {
					told++
				} else if inside {
					told = 9
				}
			}
			want := 1
			if was[cell] == is[cell] {
				want = 0
			}
			if told != want {
				t.Errorf("%v went from %d to %d minutes; got\n%s", at, was[cell], is[cell], listed(there))
			}
		}
		mirror(t, there, Compare(b, a, Options{}))
		if t.Failed() {
			t.Fatalf("between\n%s\nand\n%s", textA, textB)
		}
	}
	if equal*8 < pairs {
		t.Errorf("only %d of %d pairs are equal; little was tried", equal, pairs)
	}
}
