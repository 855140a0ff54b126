// Keeps the promise that waits are long enough and no longer than they have to be: plans are stepped through in a world
// of servers, caches, clocks and clients, each as slow as the policies allow, and no wait can be shortened by a second
// without a good token being refused or a dead one accepted.
package migrate

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// perSecond is how many steps of the simulation a second has. Two things that happen right before a moment have to fit
// into a second.
const perSecond = 4

// moments are when the steps of a plan begin, in steps of the simulation, by their ids.
func moments(m *Migration) map[string]int {
	out := map[string]int{}
	for i := range m.Steps {
		out[m.Steps[i].ID] = int(m.Steps[i].Begin.Seconds()) * perSecond
	}
	return out
}

// shortened are copies of a migration, each with one figure of one wait a second shorter, with what was shortened. Those
// that leave every moment where it was are no waits: something else takes longer.
func shortened(m *Migration) map[string]*Migration {
	out := map[string]*Migration{}
	for i := range m.Steps {
		try := func(what string, terms func(*Step) []Term) {
			for j := range terms(&m.Steps[i]) {
				other := *m
				other.Steps = slices.Clone(m.Steps)
				s := &other.Steps[i]
				s.Takes = slices.Clone(s.Takes)
				s.Waits = slices.Clone(s.Waits)
				for k := range s.Waits {
					s.Waits[k].Terms = slices.Clone(s.Waits[k].Terms)
				}
				t := &terms(s)[j]
				if t.D < second {
					continue
				}
				t.D -= second
				other.schedule()
				if fmt.Sprint(moments(&other)) != fmt.Sprint(moments(m)) {
					out[fmt.Sprintf("%s, %s: %s", s.ID, what, t.Text)] = &other
				}
			}
		}
		try("takes", func(s *Step) []Term { return s.Takes })
		for w := range m.Steps[i].Waits {
			try("waits", func(s *Step) []Term { return s.Waits[w].Terms })
		}
	}
	return out
}

// steppedThrough holds a plan against a world: the plan as it is must work, and no shorter one may. tight are the steps
// that have to have a wait which counts.
func steppedThrough(t *testing.T, seed int, m *Migration, world func(map[string]int) string, tight ...string) {
	t.Helper()
	if fault := world(moments(m)); fault != "" {
		t.Fatalf("seed %d: the plan does not work: %s\n%v", seed, fault, moments(m))
	}
	tried := map[string]bool{}
	for what, shorter := range shortened(m) {
		id, _, _ := cut(what)
		tried[id] = true
		if world(moments(shorter)) == "" {
			t.Errorf("seed %d: a second less changes nothing: %s\n%v", seed, what, moments(m))
		}
	}
	for _, id := range tight {
		if !tried[id] {
			t.Errorf("seed %d: nothing of step %s could be shortened", seed, id)
		}
	}
}

func cut(what string) (id, rest string, ok bool) {
	for i, r := range what {
		if r == ',' {
			return what[:i], what[i+1:], true
		}
	}
	return what, "", false
}

// keyWorld is a world in which the signing algorithm changes. All times are in seconds.
type keyWorld struct {
	deploy  int // the last service follows after this time
	rollout int // the last server of the issuer follows after this time
	cache   int // copies of the key set are used for this long
	life    int // of tokens
	skew    int // how far ahead a server's clock may be
	ahead   int // the promised time in the key set before the first signature
	keep    int // the promised time in the key set after the last one
}

// verifier is a service with a copy of the key set.
type verifier struct {
	phase, server  int  // when it fetches, and from which server of the issuer
	ready          int  // from when it knows the new algorithm
	hasOld, hasNew bool // what its copy holds
	fetched        bool
}

// token is what a server issued.
type token struct {
	isNew bool
	ends  int // by the clock of a machine that is right
}

// step steps through a plan and says what went wrong first.
func (w keyWorld) run(at map[string]int) string {
	begin, publish, sign, withdraw, gone := at["accept"], at["publish"], at["sign"], at["withdraw"], at["gone"]
	slow := []int{0, w.rollout * perSecond} // the first server follows at once, the last at the end
	period := w.cache * perSecond
	var services []verifier
	for phase := range period {
		for server := range slow {
			for _, ready := range []int{begin, begin + w.deploy*perSecond} {
				services = append(services, verifier{phase: phase, server: server, ready: ready})
			}
		}
	}
	var alive []token
	published, kept := 0, 0
	for now := 0; now <= gone+(w.life+w.skew+w.cache+2)*perSecond; now++ {
		for server := range slow {
			for _, ahead := range []int{0, w.skew} {
				next := token{isNew: now >= sign+slow[server], ends: now + (ahead+w.life)*perSecond}
				if next.isNew && published < w.ahead*perSecond {
					return fmt.Sprintf("%d: the new key signs and was published for %d steps only", now, published)
				}
				if !next.isNew {
					kept = 0
				}
				alive = append(alive, next)
			}
		}
		if now >= publish+slow[1] {
			published++
		}
		if now >= withdraw && kept < w.keep*perSecond {
			return fmt.Sprintf("%d: the old key is withdrawn and was kept for %d steps only", now, kept)
		}
		kept++
		alive = slices.DeleteFunc(alive, func(k token) bool { return k.ends <= now })
		newest := map[bool]bool{} // whether tokens of a kind are alive; all of a kind are judged alike
		for _, k := range alive {
			newest[k.isNew] = true
		}
		for i := range services {
			s := &services[i]
			if (now-s.phase)%period == 0 || !s.fetched {
				s.fetched, s.hasOld, s.hasNew = true, now < withdraw+slow[s.server], now >= publish+slow[s.server]
			}
			for isNew := range newest {
				if !s.accepts(isNew, now) {
					return fmt.Sprintf("%d: a good token is refused (new algorithm: %v)", now, isNew)
				}
			}
			if now >= gone && s.accepts(false, now) {
				return fmt.Sprintf("%d: the withdrawn key is still accepted", now)
			}
		}
	}
	return ""
}

// accepts: a service that does not know the new algorithm refuses its tokens, and is strict about key sets.
func (s *verifier) accepts(isNew bool, now int) bool {
	if now < s.ready && s.hasNew {
		return false
	}
	if isNew {
		return now >= s.ready && s.hasNew
	}
	return s.hasOld
}

// keyPolicies write the old and the new policy of a world. The figures that count stand in one of the two, by chance.
func keyPolicies(w keyWorld, r *rand.Rand) (was, is string) {
	write := func(alg string, cache, age, life, skew int) string {
		promises := ""
		if w.ahead > 0 {
			promises += fmt.Sprintf(", publish_ahead: %ds", w.ahead)
		}
		if w.keep > 0 {
			promises += fmt.Sprintf(", keep_after: %ds", w.keep)
		}
		return fmt.Sprintf("issuers: {main: {url: https://id.example.com, endpoints: {jwks: /jwks}, keys: {signing: {algorithms: %s, jwks_max_age: %ds%s}}}}\n"+
			"tokens: {access: {type: access_token, format: jwt, keys: signing, lifetime: %ds}}\n"+
			"validation: {mode: local, algorithms: %s, clock_skew: %ds, jwks: {cache: %ds}}\n", alg, age, promises, life, alg, skew, cache)
	}
	less := func(n int) int { return n - r.IntN(n) } // from 1 to n
	pair := func(n int) (int, int) {
		if r.IntN(2) == 0 {
			return n, less(n)
		}
		return less(n), n
	}
	cacheOld, cacheNew := pair(w.cache)
	lifeOld, lifeNew := pair(w.life)
	skewOld, skewNew := pair(w.skew)
	return write("RS256", cacheOld, less(w.cache), lifeOld, skewOld), write("ES256", cacheNew, less(w.cache), lifeNew, skewNew)
}

func TestSigningAlgorithmBySimulation(t *testing.T) {
	for seed := range 60 {
		r := rand.New(rand.NewPCG(uint64(seed), 8))
		some := func() int { return 1 + r.IntN(7) }
		w := keyWorld{deploy: some(), rollout: some(), cache: some(), life: some(), skew: some()}
		if seed%3 == 1 {
			w.ahead, w.keep = w.cache+some(), w.life+w.skew+some()
		}
		was, is := keyPolicies(w, r)
		p := planned(t, small(t, was), small(t, is), Options{Services: seconds(w.deploy), Rollout: seconds(w.rollout)})
		steppedThrough(t, seed, only(t, p, "signing-algorithm"), w.run, "accept", "publish", "sign", "withdraw", "gone")
	}
}

// rotationWorld is a world in which rotation is turned on. All times are in seconds; without idle is 0.
type rotationWorld struct {
	deploy, rollout   int
	life, idle, grace int
}

// family is what the issuer knows of one sign-in.
type family struct {
	issued   []int // when each string was issued
	replaced []int // when it was replaced; negative for not at all
	used     int
	dead     bool
}

// customer is one installation of a client.
type customer struct {
	family
	mended   int   // from when it stores what comes back
	holds    int   // the string that it has
	renews   []int // when
	lost     bool  // every second answer is lost, and asked for again at the end of the grace
	server   int
	lastLost bool
}

func (w rotationWorld) run(at map[string]int) string {
	slow := []int{0, w.rollout * perSecond}
	follows := func(step string, server, now int) bool { return now >= at[step]+slow[server] }
	grace, life, idle := w.grace*perSecond, w.life*perSecond, w.idle*perSecond
	end := at["hold"] + (w.life+w.idle+w.rollout+2)*perSecond
	// stale reports whether a string was replaced for longer than the grace.
	stale := func(f *family, s, now int) bool { return f.replaced[s] >= 0 && now-f.replaced[s] > grace }
	over := func(f *family, s, now int) bool {
		return now-f.issued[s] >= life || idle > 0 && now-f.used >= idle
	}
	customers := w.customers(at["adopt"], end)
	for now := 0; now <= end; now++ {
		for i := range customers {
			c := &customers[i]
			for slices.Contains(c.renews, now) {
				switch {
				case c.dead:
					return fmt.Sprintf("%d: a family ended without a theft", now)
				case over(&c.family, c.holds, now):
					// it signs in again: a new family
					c.family, c.holds = family{issued: []int{now}, replaced: []int{-1}, used: now}, 0
				case stale(&c.family, c.holds, now) && follows("enforce", c.server, now):
					return fmt.Sprintf("%d: a client is refused although nothing of it was stolen", now)
				default:
					c.renew(now, follows("tolerate", c.server, now))
				}
				break
			}
			for s := range c.issued {
				for server := range slow {
					if c.dead || !stale(&c.family, s, now) {
						continue
					}
					if now >= at["react"] && !follows("enforce", server, now) {
						return fmt.Sprintf("%d: a replaced string is accepted after the grace", now)
					}
					if now >= at["hold"] && !follows("react", server, now) {
						return fmt.Sprintf("%d: the return of a replaced string is not noticed", now)
					}
				}
			}
		}
	}
	return ""
}

// renew is a renewal that works.
func (c *customer) renew(now int, rotates bool) {
	c.used = now
	if !rotates {
		return
	}
	if c.replaced[c.holds] < 0 {
		c.replaced[c.holds] = now
	}
	c.issued, c.replaced = append(c.issued, now), append(c.replaced, -1)
	c.lastLost = c.lost && !c.lastLost
	if now >= c.mended && !c.lastLost {
		c.holds = len(c.issued) - 1
	}
}

// customers are clients of all kinds: mended at once and at the last moment, that come back soon and as late as they can,
// that lose answers, at the first and at the last server.
func (w rotationWorld) customers(adopt, end int) []customer {
	last := adopt + w.deploy*perSecond
	longest := w.life * perSecond
	if w.idle > 0 {
		longest = min(longest, w.idle*perSecond)
	}
	var out []customer
	add := func(c customer, signIn int) {
		c.family = family{issued: []int{signIn}, replaced: []int{-1}, used: signIn}
		out = append(out, c)
	}
	for _, server := range []int{0, 1} {
		for _, mended := range []int{adopt, (adopt + last) / 2, last} {
			// It signs in right before it is mended, throws one new string away, and comes back as late as it can.
			late := customer{mended: mended, server: server, renews: []int{mended - 1}}
			signIn := max(0, mended-2)
			limit := signIn + w.life*perSecond
			if w.idle > 0 {
				limit = min(limit, mended-1+w.idle*perSecond)
			}
			late.renews = append(late.renews, limit-1)
			add(late, signIn)
			for gap := perSecond; gap < longest; gap += perSecond {
				steady := customer{mended: mended, server: server}
				for at := gap; at <= end; at += gap {
					steady.renews = append(steady.renews, at)
				}
				add(steady, 0)
			}
		}
		if w.grace < w.life && (w.idle == 0 || w.grace < w.idle) {
			lossy := customer{mended: adopt, server: server, lost: true}
			for at := 1; at <= end; at += w.grace * perSecond {
				lossy.renews = append(lossy.renews, at)
			}
			add(lossy, 0)
		}
	}
	return out
}

func TestTurningOnRotationBySimulation(t *testing.T) {
	for seed := range 60 {
		r := rand.New(rand.NewPCG(uint64(seed), 9))
		some := func() int { return 1 + r.IntN(7) }
		w := rotationWorld{deploy: 1 + some(), rollout: some(), grace: some()}
		w.life = w.grace + w.rollout + 1 + some()
		lifetime := fmt.Sprintf("%ds", w.life)
		if seed%2 == 0 {
			w.idle = w.grace + w.rollout + some()
			w.life = w.idle + 2 + some()
			lifetime = fmt.Sprintf("{ttl: %ds, idle: %ds}", w.life, w.idle)
		}
		write := func(rotation string) string {
			return "tokens:\n  access: {type: access_token, lifetime: 1s}\n  refresh:\n    type: refresh_token\n    lifetime: " + lifetime + "\n    rotation: " + rotation + "\n"
		}
		p := planned(t, small(t, write("none")), small(t, write(fmt.Sprintf("{mode: on_use, previous: %ds, on_reuse: {kill: [{of: family}]}}", w.grace))),
			Options{Clients: seconds(w.deploy), Rollout: seconds(w.rollout)})
		steppedThrough(t, seed, only(t, p, "refresh-rotation"), w.run, "adopt", "enforce", "react")
	}
}
