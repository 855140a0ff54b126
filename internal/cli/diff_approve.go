package cli

import (
	"errors"
	"fmt"
	"os"

	"github.com/tokenbook/tokenbook/internal/diff"
	"github.com/tokenbook/tokenbook/internal/output"
)

// approvalAsked reports flags that say only half of an approval.
func (d *diffing) approvalAsked() error {
	a := d.approval
	switch {
	case len(d.approve) == 0 && a == (diff.Approval{}):
		return nil
	case len(d.approve) == 0:
		return usageError{errors.New("--by, --until and --note belong to --approve: name the fingerprint of the change")}
	case d.approvals == "":
		return usageError{errors.New("--approve: name the file that the approval is added to with --approvals FILE")}
	case a.Approver == "":
		return usageError{errors.New("--approve: say who approves with --by; policy.review.approvers of the old policy has those who may")}
	case a.Expires == "":
		return usageError{errors.New("--approve: say until when with --until, such as 2027-01-31")}
	case len(d.formats) > 0 || len(d.failOn) > 0:
		return usageError{errors.New("--approve only writes the approval; ask for the diff without it")}
	}
	return nil
}

// writeApprovals adds approvals to the file, all of them or none.
func (d *diffing) writeApprovals(result *diff.Diff) error {
	text, err := readBounded(d.approvals)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%s cannot be read: %w", d.approvals, unwrapPath(err))
	}
	data, approved, err := diff.Approve(text, result, d.approve, d.approval, d.world.today())
	if err != nil {
		return usageError{fmt.Errorf("nothing was approved: %w", err)}
	}
	if err := output.WriteFile(d.approvals, data); err != nil {
		return err
	}
	for _, c := range approved {
		fmt.Fprintf(d.world.Stdout, "%s (%s) approved by %s until %s\n", c.Fingerprint, c.Shown, d.approval.Approver, d.approval.Expires)
	}
	fmt.Fprintf(d.world.Stdout, "kept in %s\n", shownPath(d.approvals))
	return nil
}
