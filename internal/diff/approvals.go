package diff

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// Approvals are changes that somebody agreed to, each by its fingerprint, so that it does not stop a build.
type Approvals struct {
	// Format is the version of the file.
	Format    int        `json:"approvals_format"`
	Approvals []Approval `json:"approvals"`
}

// Approval is one change that somebody agreed to.
type Approval struct {
	Fingerprint string `json:"fingerprint"`
	// Change is the setting, for readers of the file.
	Change string `json:"change,omitempty"`
	// Approver is one of the roles under policy.review.approvers of the new policy.
	Approver string `json:"approver"`
	// Expires is the first day on which it no longer holds.
	Expires string `json:"expires"`
	Reason  string `json:"reason,omitempty"`
}

// approvalsFormat is the version of the file that is read and written.
const approvalsFormat = 1

// ReadApprovals reads an approvals file.
func ReadApprovals(data []byte) (*Approvals, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	var a Approvals
	if err := d.Decode(&a); err != nil {
		return nil, fmt.Errorf("is no approvals file: %w", err)
	}
	if d.More() {
		return nil, errors.New("is no approvals file: something follows its end")
	}
	if a.Format != approvalsFormat {
		return nil, fmt.Errorf("has approvals_format %d; this program reads %d", a.Format, approvalsFormat)
	}
	return &a, nil
}

// Apply marks the changes that are approved on a day, and says what is wrong with approvals that do not count. Roles that
// may approve are those of the old policy where there is one: nobody makes an approver of themselves in the change that
// they approve.
func (a *Approvals) Apply(d *Diff, today specs.Date) []string {
	var faults []string
	roles := d.approvers()
	for i := range a.Approvals {
		one := &a.Approvals[i]
		name := one.Fingerprint
		if one.Change != "" {
			name += " (" + one.Change + ")"
		}
		expires, err := specs.ParseDate(one.Expires)
		switch {
		case one.Approver == "":
			faults = append(faults, fmt.Sprintf("the approval of %s names no approver", name))
			continue
		case len(roles) == 0:
			faults = append(faults, fmt.Sprintf("the approval of %s does not count: the policy names nobody under policy.review.approvers", name))
			continue
		case !slices.Contains(roles, one.Approver):
			faults = append(faults, fmt.Sprintf("the approval of %s does not count: %s is not among policy.review.approvers (%s)", name, diag.Quote(one.Approver), diag.OneOf(roles)))
			continue
		case err != nil:
			faults = append(faults, fmt.Sprintf("the approval of %s does not count: expires %v", name, err))
			continue
		case !today.Before(expires.Time):
			faults = append(faults, fmt.Sprintf("the approval of %s does not count: it ended on %s", name, one.Expires))
			continue
		}
		for j := range d.Changes {
			if d.Changes[j].Fingerprint == one.Fingerprint {
				d.Changes[j].Approval = one
			}
		}
	}
	return faults
}

// Unapproved are the changes that f picks and nobody agreed to.
func (d *Diff) Unapproved(f func(*Change) bool) []*Change {
	var out []*Change
	for i := range d.Changes {
		if c := &d.Changes[i]; c.Approval == nil && f(c) {
			out = append(out, c)
		}
	}
	return out
}
