package flow

import (
	"strings"

	"github.com/tokenbook/tokenbook/internal/draw"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// logout draws the steps of a client at sign-out, and the server's part.
func (s *sketch) logout() {
	steps := get[specs.Values[specs.LogoutStep]](s, "client_strategy.on_logout")
	if !steps.Stated() {
		return
	}
	s.say(person, client, "signs out")
	if len(steps.Items) == 0 {
		s.note(client, "What the client does: none")
	}
	for _, step := range specs.Plain(steps) {
		switch step {
		case specs.LogoutRevoke:
			s.say(client, server, s.endpoint("revocation")+" with its tokens")
		case specs.LogoutEndSession:
			s.say(client, server, "through the browser: "+s.endpoint("end_session"))
			s.act(server, "ends the session")
		case specs.LogoutErase:
			s.act(client, "erases its tokens")
		case specs.LogoutClearCookies:
			s.act(client, "removes its cookies")
		case specs.LogoutEraseData:
			s.act(client, "erases what it keeps of the user")
		case specs.LogoutCancelRequests:
			s.act(client, "stops requests under way")
		case specs.LogoutNotifyTabs:
			s.act(client, "tells its other tabs")
		case specs.LogoutForgetDevice:
			s.act(client, "gives up that the device is trusted")
		default:
			s.act(client, human(string(step)))
		}
	}
	if s.p.Revocation.Triggers.Get("logout") != nil {
		texts, _ := s.kills("revocation.triggers.logout.kill")
		for _, text := range texts {
			s.act(server, "ends "+text)
		}
		s.logoutNotices()
	}
}

// logoutNotices draws how the other clients of a session learn of its end.
func (s *sketch) logoutNotices() {
	for _, id := range s.p.Revocation.Notify.IDs() {
		by := peek[specs.Value[specs.NoticeWay]](s, "revocation.notify."+id+".by")
		if by.V == specs.NoticeBackchannelLogout || by.V == specs.NoticeFrontchannelLogout {
			s.seen("revocation.notify." + id + ".by")
			s.note(server, plus(" ", "Tells", human(s.noticeTo(id)), noticeWays[by.V], s.delay("revocation.notify."+id+".within")))
		}
	}
}

func (s *sketch) noticeTo(id string) string {
	to := val[string](s, "revocation.notify."+id+".to")
	return to.Or(id)
}

// logoutEverywhere draws the trigger that a session names for signing out of all.
func (s *sketch) logoutEverywhere(trigger string) {
	title := human(trigger)
	if known, ok := standard.TriggerByKey(trigger); ok {
		title = lower(known.Title)
	}
	s.say(person, client, "asks to sign out everywhere")
	s.say(client, server, title)
	texts, _ := s.kills("revocation.triggers." + trigger + ".kill")
	for _, text := range texts {
		s.act(server, "ends "+text)
	}
	for _, id := range s.p.Sessions.IDs() {
		named := val[specs.TriggerID](s, "sessions."+id+".sign_out_everywhere")
		if !named.IsSet() || string(named.V) != trigger {
			continue
		}
		var with []string
		for _, t := range vals[specs.TokenID](s, "sessions."+id+".tokens") {
			with = append(with, string(t))
		}
		if len(with) > 0 {
			s.note(server, "End with the session "+s.title("sessions."+id, human(id))+": "+s.names(with))
		}
	}
	s.logoutNotices()
	s.answer(server, client, "done")
	if t := s.span("revocation.objective"); t != "" {
		s.note(resource, "Refused everywhere within "+t+" (objective)")
	}
}

// offlines makes the flow of working without a network, for each distinct way of clients.
func (m *maker) offlines() {
	pl := plan{kind: KindOffline, id: []string{"offline"}, title: "Offline and back",
		about: "A client loses the network, works on, and finds out on return what has changed.",
		axis:  specs.AxisClient, lane: client, base: m.selection()}
	pl.draw = func(s *sketch) { s.offline() }
	m.behave(pl, m.p.Clients.IDs())
}

func (s *sketch) offline() {
	base := "client_strategy.offline"
	o := peek[specs.Offline](s, base)
	if o.State != specs.Set {
		return
	}
	s.alarm(client, "No network")
	longest := "time offline: " + unspecified
	if t := s.span(base + ".max"); t != "" {
		longest = "at most " + t
	}
	s.group(draw.Frame, way{label: "offline, " + longest, draw: func() {
		read, queue := val[bool](s, base+".read_only"), val[bool](s, base+".queue")
		switch {
		case read.IsSet() && read.V:
			s.act(client, "reads only")
		case read.IsSet():
			s.act(client, "reads and changes")
		default:
			s.act(client, "works with what it holds")
		}
		if queue.IsSet() {
			s.act(client, map[bool]string{true: "queues work for later", false: "queues nothing"}[queue.V])
		}
		if then := val[specs.Prose](s, base+".then"); then.IsSet() {
			s.note(client, "After that: "+s.prose(then.V, 120))
		}
	}})
	s.say(client, server, "is back: "+s.endpoint("token"))
	revoked := s.refusalFor(specs.SurfaceToken, specs.TokenRevoked, append(s.tokensOf(specs.RefreshToken), "")[0])
	s.group(draw.Alt,
		way{label: "nothing was revoked", draw: func() {
			s.answer(server, client, "200 with new tokens")
			if q := peek[specs.Value[bool]](s, base+".queue"); q.V {
				s.say(client, resource, "sends what was queued")
			}
		}},
		way{label: "it was revoked meanwhile", failed: true, draw: func() {
			s.refuse(server, client, revoked.wire)
			if d := val[specs.Prose](s, base+".detect_revocation"); d.IsSet() {
				s.note(client, s.prose(d.V, 120))
			}
			if d := val[specs.Prose](s, base+".on_revoked"); d.IsSet() {
				s.act(client, s.prose(d.V, 120))
			}
		}})
}

// prose puts Markdown on one line of a picture: references are filled in, marks of emphasis left out, and what is
// longer than most characters ends at a word with an ellipsis.
func (s *sketch) prose(text specs.Prose, most int) string {
	var b strings.Builder
	for _, part := range text.Parts() {
		if part.Ref == "" {
			b.WriteString(part.Text)
			continue
		}
		if shown, _, ok := s.p.EffectiveText(part.Ref, s.sel); ok && shown != "" {
			s.seen(part.Ref)
			b.WriteString(shown)
		} else {
			b.WriteString(part.Text)
		}
	}
	line := strings.Join(strings.Fields(strings.NewReplacer("**", "", "`", "").Replace(b.String())), " ")
	runes := []rune(strings.TrimRight(line, "."))
	if len(runes) <= most {
		return string(runes)
	}
	cut := string(runes[:most])
	if i := strings.LastIndex(cut, " "); i > most/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;:") + " …"
}
