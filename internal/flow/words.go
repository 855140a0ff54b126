package flow

import (
	"strconv"
	"strings"

	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/specs"
)

const (
	unspecified = "not specified"
	undecided   = "not decided yet"
)

func decimal(n int) string { return strconv.Itoa(n) }

// human writes a word of the format, or one of the team's own, as it is spoken.
func human(word string) string { return strings.ReplaceAll(word, "_", " ") }

// lower makes the first letter small, but for abbreviations.
func lower(s string) string {
	if len(s) > 1 && s[1] >= 'a' && s[1] <= 'z' {
		return strings.ToLower(s[:1]) + s[1:]
	}
	return s
}

func upper(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// dashed keeps what is fit for an ID: lower-case letters, digits and single hyphens.
func dashed(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.TrimRight(b.String(), "-")
}

// plus joins the parts that are not empty.
func plus(separator string, parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, separator)
}

// words joins words of the format.
func words[T ~string](in []T) string {
	out := make([]string, len(in))
	for i, w := range in {
		out[i] = human(string(w))
	}
	return strings.Join(out, ", ")
}

// span is a length of time in words: empty where the policy is silent.
func (s *sketch) span(path string) string {
	v := val[specs.Duration](s, path)
	switch v.State {
	case specs.Set:
		return v.V.Words()
	case specs.None:
		return "none"
	case specs.Undecided:
		return undecided
	case specs.Silent:
	}
	return ""
}

// spanOr is the same with a phrase around it, and another phrase where the policy is silent.
func (s *sketch) spanOr(path, before, after, silent string) string {
	if t := s.span(path); t != "" {
		return before + t + after
	}
	return silent
}

// matches reports whether a condition may hold for the sketch's choice: a term on an axis that was not chosen is no
// obstacle.
func (s *sketch) matches(when *specs.Selector) bool {
	for i := range when.Terms {
		t := &when.Terms[i]
		chosen := s.sel[t.Axis]
		if c := s.p.Clients.Get(s.client); c != nil {
			switch t.Axis {
			case specs.AxisClientType:
				chosen = string(c.Type.V)
			case specs.AxisPlatform:
				chosen = string(c.Platform.V)
			}
		}
		if chosen != "" && len(t.Values.Items) > 0 && specs.Has(t.Values, chosen) == t.Not {
			return false
		}
	}
	return true
}

// share is a part of a life, or a length of time.
func share(v specs.Share) string {
	if v.Of {
		return v.String()
	}
	return v.D.Words()
}

// delay is how long news takes: "within 30 seconds"; empty where the policy is silent.
func (s *sketch) delay(path string) string {
	d := get[specs.Delay](s, path)
	return delayWords(d)
}

func delayWords(d specs.Delay) string {
	worst := d.Worst
	switch {
	case d.State == specs.None || worst.State == specs.None:
		return "never"
	case d.State == specs.Undecided || worst.State == specs.Undecided:
		return undecided
	case !worst.IsSet():
		return ""
	case worst.V.Unquantified:
		return "in a time that nobody promises"
	case worst.V.D == 0:
		return "at once"
	}
	if d.Best.IsSet() && !d.Best.V.Unquantified {
		return "after " + d.Best.V.D.Words() + " to " + worst.V.D.Words()
	}
	return "within " + worst.V.D.Words()
}

// life is a lifetime in words; "lifetime not specified" where the policy is silent.
func (s *sketch) life(path string) string {
	l := get[specs.Lifetime](s, path)
	if text := s.lifetime(&l); text != "" {
		return text
	}
	return "lifetime " + unspecified
}

// lifetime is a lifetime in words, empty where nothing is stated.
func (s *sketch) lifetime(l *specs.Lifetime) string {
	switch l.State {
	case specs.None:
		return "no lifetime"
	case specs.Undecided:
		return "lifetime " + undecided
	case specs.Silent, specs.Set:
	}
	var parts []string
	if text := s.amount(&l.TTL); text != "" {
		parts = append(parts, text)
	}
	if text := s.amount(&l.Idle); text != "" {
		parts = append(parts, text+" without use")
	}
	if text := s.amount(&l.Absolute.Of); text != "" {
		parts = append(parts, text+anchor(l.Absolute.From))
	}
	if l.Uses.IsSet() {
		switch {
		case l.Uses.V.Unlimited:
			parts = append(parts, "any number of uses")
		case l.Uses.V.N == 1:
			parts = append(parts, "one use")
		default:
			parts = append(parts, decimal(l.Uses.V.N)+" uses")
		}
	}
	for _, with := range specs.Plain(l.EndsWith) {
		parts = append(parts, "ends with "+s.thing(with))
	}
	return strings.Join(parts, ", ")
}

func anchor(from specs.Value[specs.Anchor]) string {
	if !from.IsSet() {
		return " in all"
	}
	switch from.V {
	case specs.FromIssue:
		return " from issue"
	case specs.FromFirstUse:
		return " from first use"
	case specs.FromFamily:
		return " from the first of its family"
	case specs.FromSession:
		return " from the start of the session"
	case specs.FromLogin:
		return " from sign-in"
	case specs.FromGrant, specs.FromAuthorization, specs.FromConsent:
	}
	return " from " + human(string(from.V))
}

// thing names what a path leads to, or gives back an outside event as it is.
func (s *sketch) thing(text string) string {
	kind, id, ok := strings.Cut(text, ".")
	switch {
	case ok && kind == "tokens" && s.p.Tokens.Get(id) != nil:
		return s.token(id)
	case ok && kind == "sessions" && s.p.Sessions.Get(id) != nil:
		return "session " + s.title(text, human(id))
	case s.p.Tokens.Get(text) != nil:
		return s.token(text)
	}
	return text
}

// amount is an amount of time in words, empty where nothing is stated.
func (s *sketch) amount(a *specs.Amount) string {
	switch a.State {
	case specs.None:
		return "none"
	case specs.Undecided:
		return undecided
	case specs.Silent:
		return ""
	case specs.Set:
	}
	s.follow(a, 8)
	r, ok := analysis.AmountRange(s.p, a, s.sel)
	switch {
	case a.TimeOfDay.IsSet():
		return "until " + string(a.TimeOfDay.V)
	case !ok:
		return unspecified
	case r.Min == r.Max:
		return r.Default.Words()
	case len(a.Random.Items) == 2:
		return r.Min.Words() + " to " + r.Max.Words() + ", at random"
	case r.Max.Kind != specs.Finite:
		return plus(" ", "any time, even "+r.Max.Words(), setBy(a))
	case !a.Fixed.IsSet() && !a.Min.IsSet() && a.Max.IsSet():
		return plus(" ", "at most "+r.Max.Words(), setBy(a))
	case r.Default == r.Max && r.Min == specs.Extent{}:
		return "at most " + r.Max.Words()
	}
	return r.Default.Words() + " (" + r.Min.Words() + " to " + r.Max.Words() + ")"
}

// setBy says who chooses an amount.
func setBy(a *specs.Amount) string {
	if a.SetBy.IsSet() {
		return "(set by " + a.SetBy.V + ")"
	}
	return ""
}

// follow remembers the settings that an amount takes its value from.
func (s *sketch) follow(a *specs.Amount, depth int) {
	if depth == 0 {
		return
	}
	if a.Setting.IsSet() {
		path := "settings." + string(a.Setting.V)
		knob := get[specs.Knob](s, path)
		s.follow(&knob.Default, depth-1)
		if knob.Unset.IsSet() {
			s.seen(string(knob.Unset.V))
		}
	}
	for _, ref := range []specs.Value[specs.SettingPath]{a.Ref, a.Part} {
		if ref.IsSet() {
			s.seen(string(ref.V))
		}
	}
	for _, list := range []specs.List[specs.Amount]{a.MinOf, a.MaxOf, a.Sum} {
		for i := range list.Items {
			s.follow(&list.Items[i], depth-1)
		}
	}
}

// units are the kill scopes with their articles.
var units = map[specs.Unit]string{
	specs.UnitToken: "this token", specs.UnitFamily: "its family", specs.UnitGrant: "the grant", specs.UnitConsent: "the consent",
	specs.UnitSession: "the session", specs.UnitDevice: "the device", specs.UnitClient: "the client", specs.UnitUser: "the user",
	specs.UnitTenant: "the tenant", specs.UnitKey: "the key", specs.UnitParent: "its parent", specs.UnitIssuer: "the issuer",
}

// issuedWhen are the limits by time of issue.
var issuedWhen = map[specs.IssuedWhen]string{
	specs.IssuedBeforeCutoff: "issued before the cutoff", specs.IssuedBeforeTrigger: "issued before the event",
	specs.IssuedSinceAuthentication: "issued since the last sign-in", specs.IssuedTogether: "issued in the same response",
	specs.IssuedLatest: "the newest one",
}

// kill is what dies, in words: "everything of the session", "refresh token of its family".
func (s *sketch) kill(k *specs.Kill) string {
	var of []string
	for _, u := range specs.Plain(k.Of) {
		of = append(of, units[u])
	}
	scope := strings.Join(of, " and ")
	text := "everything of " + scope
	var only []string
	for _, t := range specs.Plain(k.Tokens) {
		only = append(only, string(t))
	}
	switch {
	case len(only) > 0:
		text = s.names(only) + " of " + scope
	case len(k.Of.Items) == 1 && k.Of.Items[0].V == specs.UnitToken:
		text = scope
	}
	if k.Issued.IsSet() {
		text += ", " + issuedWhen[k.Issued.V]
	}
	if spare := specs.Plain(k.Spare); len(spare) > 0 {
		text += ", but not " + words(spare)
	}
	if k.Descend.IsSet() && !k.Descend.V {
		text += ", but not what hangs on it"
	}
	return text
}

// kills are what dies by the list at a path: none where the policy is silent.
func (s *sketch) kills(path string) (texts []string, state specs.State) {
	list := get[specs.List[specs.Kill]](s, path)
	for i := range list.Items {
		texts = append(texts, s.kill(&list.Items[i]))
	}
	return texts, list.State
}

// actions are what clients do, as a thought of the client.
var actions = map[specs.ClientAction]string{
	specs.ActionRefresh:        "refresh, then repeat the call once",
	specs.ActionObtainToken:    "get a token and repeat the call",
	specs.ActionRetry:          "mend what is named and repeat once",
	specs.ActionBackoff:        "wait, longer each time, and repeat",
	specs.ActionReauthenticate: "start a new sign-in",
	specs.ActionStepUp:         "sign in again as strongly as asked",
	specs.ActionRequestScope:   "start a sign-in that asks for more",
	specs.ActionFixRequest:     "stop: the program needs mending",
	specs.ActionUseNonce:       "repeat once with the nonce",
	specs.ActionPoll:           "wait the interval and ask again",
	specs.ActionSlowDown:       "wait 5 seconds more each time",
	specs.ActionContinue:       "go on with the next step",
	specs.ActionStop:           "give up and tell the user",
	specs.ActionOperator:       "give up and call the operators",
}

// does is what a client does, in words.
func does(a specs.ClientAction) string {
	if text, ok := actions[a]; ok {
		return text
	}
	return human(string(a))
}

// answers are what a repeated use of a token gets.
var answers = map[specs.Answer]string{
	specs.AnswerNewPair: "new access and refresh tokens", specs.AnswerNewAccess: "a new access token only",
	specs.AnswerSameSuccessor: "the same successor, a new access token", specs.AnswerSameResponse: "the first response once more",
	specs.AnswerActiveToken: "the token that is active now", specs.AnswerRefuse: "an error; nothing dies", specs.AnswerReuse: "an error; it counts as reuse",
}
