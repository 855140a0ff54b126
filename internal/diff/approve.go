package diff

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// MaxApprovalDays is how long an approval may last: what is agreed to for good belongs into the policy.
const MaxApprovalDays = 366

// maxReason is the most characters that a reason has.
const maxReason = 2000

// Approve adds approvals of changes of a diff, named by their fingerprints, to the text of an approvals file; the empty
// text becomes a new file. One of the same approver for the same change is replaced. by gives approver, end and reason.
// Its errors say why the approval would not count, or what is wrong with the file.
func Approve(text []byte, d *Diff, fingerprints []string, by Approval, today specs.Date) ([]byte, []*Change, error) {
	file := &Approvals{Format: approvalsFormat}
	if len(bytes.TrimSpace(text)) > 0 {
		var err error
		if file, err = ReadApprovals(text); err != nil {
			return nil, nil, err
		}
	}
	by.Approver, by.Reason = strings.TrimSpace(by.Approver), strings.TrimSpace(by.Reason)
	if err := d.mayApprove(by, today); err != nil {
		return nil, nil, err
	}
	var approved []*Change
	for _, fingerprint := range fingerprints {
		c, err := d.approvable(fingerprint)
		if err != nil {
			return nil, nil, err
		}
		if slices.Contains(approved, c) {
			continue
		}
		approved = append(approved, c)
		one := by
		one.Fingerprint, one.Change = c.Fingerprint, c.Shown
		i := slices.IndexFunc(file.Approvals, func(a Approval) bool { return a.Fingerprint == one.Fingerprint && a.Approver == one.Approver })
		if i < 0 {
			file.Approvals = append(file.Approvals, one)
		} else {
			file.Approvals[i] = one
		}
	}
	out, err := file.text()
	return out, approved, err
}

// mayApprove reports why somebody's approval would not count.
func (d *Diff) mayApprove(by Approval, today specs.Date) error {
	roles := d.approvers()
	end, err := specs.ParseDate(by.Expires)
	switch {
	case len(roles) == 0:
		return errors.New("the policy names nobody under policy.review.approvers, so that nobody can approve")
	case !slices.Contains(roles, by.Approver):
		return fmt.Errorf("%s is not among policy.review.approvers (%s)", diag.Quote(by.Approver), diag.OneOf(roles))
	case err != nil:
		return fmt.Errorf("the end of the approval %w", err)
	case !today.Before(end.Time):
		return fmt.Errorf("an approval that ends on %s would not count on %s; give a later day", end, today)
	case today.AddDate(0, 0, MaxApprovalDays).Before(end.Time):
		return fmt.Errorf("an approval may last %d days, until %s; %s is later", MaxApprovalDays, specs.Date{Time: today.AddDate(0, 0, MaxApprovalDays)}, end)
	case utf8.RuneCountInString(by.Reason) > maxReason:
		return fmt.Errorf("a reason may have %d characters", maxReason)
	}
	return nil
}

// approvable finds a change by its fingerprint.
func (d *Diff) approvable(fingerprint string) (*Change, error) {
	var waiting []string
	for i := range d.Changes {
		c := &d.Changes[i]
		needs := c.Impact() > Safe || c.Security == Weaker
		switch {
		case c.Fingerprint == fingerprint && !needs:
			return nil, fmt.Errorf("%s (%s) needs no approval: it breaks nothing and weakens nothing", fingerprint, c.Shown)
		case c.Fingerprint == fingerprint:
			return c, nil
		case needs:
			waiting = append(waiting, c.Fingerprint)
		}
	}
	if len(waiting) == 0 {
		return nil, fmt.Errorf("no change has the fingerprint %s; none needs an approval", diag.Quote(fingerprint))
	}
	return nil, fmt.Errorf("no change has the fingerprint %s; those that an approval can be for are %s", diag.Quote(fingerprint), diag.OneOf(waiting))
}

// approvers are the roles that may approve: those of the old policy where there is one.
func (d *Diff) approvers() []string {
	judge := d.Old
	if judge == nil {
		judge = d.New
	}
	return specs.Plain(judge.Policy.Review.Approvers)
}

// text is the file. Its order is that of fingerprints, which no two branches share, so that approvals from both merge.
func (a *Approvals) text() ([]byte, error) {
	slices.SortStableFunc(a.Approvals, func(x, y Approval) int {
		return cmp.Or(strings.Compare(x.Fingerprint, y.Fingerprint), strings.Compare(x.Approver, y.Approver))
	})
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(a)
	return b.Bytes(), err
}
