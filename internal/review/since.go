package review

import (
	"slices"
	"strings"
)

// News is what changed for one person since they last signed.
type News struct {
	// Last is their latest sign-off.
	Last SignOff
	// Reopened are items that they signed and whose values have changed, with the changes.
	Reopened []Reopened
	// Standing are items that they signed and that still hold.
	Standing []Item
	// Others are items that wait for a person and that they never signed.
	Others []Item
	// Gone are their sign-offs of items that the checklist no longer asks of a person.
	Gone []SignOff
}

// Reopened is an item that was signed before its values changed.
type Reopened struct {
	Item    Item
	Signed  SignOff
	Changes []ValueChange
}

// ValueChange is one value that an answer rests on, before and after; one of the two is empty where it was not there.
type ValueChange struct{ Name, Was, Is string }

// Signers are those who have signed something, in the order of the file.
func Signers(signed []SignOff) []string {
	var out []string
	for _, s := range signed {
		if !slices.Contains(out, s.By) {
			out = append(out, s.By)
		}
	}
	return out
}

// Since says what changed for somebody since they last signed; ok is false where they never did. signed are all sign-offs
// of the file.
func Since(items []Item, signed []SignOff, by string) (news News, ok bool) {
	last := map[string]SignOff{}
	var order []string
	for _, s := range signed {
		if s.By != by {
			continue
		}
		if _, have := last[s.Item]; !have {
			order = append(order, s.Item)
		}
		last[s.Item] = s
		if s.On >= news.Last.On {
			news.Last = s
		}
		ok = true
	}
	seen := map[string]bool{}
	for _, item := range items {
		s, mine := last[item.ID]
		switch {
		case len(item.Rests) == 0:
			continue
		case !mine && item.Status == Person:
			news.Others = append(news.Others, item)
		case mine && s.Fingerprint == item.Fingerprint():
			news.Standing = append(news.Standing, item)
		case mine:
			news.Reopened = append(news.Reopened, Reopened{item, s, Compare(s.Rests, item.Rests)})
		}
		seen[item.ID] = true
	}
	for _, id := range order {
		if !seen[id] {
			news.Gone = append(news.Gone, last[id])
		}
	}
	return news, ok
}

// Compare lists the values that differ, in the order of their names.
func Compare(was, is []Rest) []ValueChange {
	var out []ValueChange
	before := map[string]string{}
	for _, r := range was {
		before[r.Name] = r.Value
	}
	now := map[string]bool{}
	for _, r := range is {
		now[r.Name] = true
		if old, had := before[r.Name]; !had || old != r.Value {
			out = append(out, ValueChange{r.Name, old, r.Value})
		}
	}
	for _, r := range was {
		if !now[r.Name] {
			out = append(out, ValueChange{r.Name, r.Value, ""})
		}
	}
	slices.SortFunc(out, func(a, b ValueChange) int { return strings.Compare(a.Name, b.Name) })
	return out
}
