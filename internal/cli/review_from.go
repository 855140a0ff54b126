package cli

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/output"
	"github.com/tokenbook/tokenbook/internal/review"
)

// signFrom adds sign-offs for the answers that somebody exported from the page of the checklist.
func (r *reviewed) signFrom(world World, file, by, note string) error {
	if fault := r.unreadable(); fault != nil {
		return fault
	}
	data, err := readBounded(file)
	if err != nil {
		return fmt.Errorf("%s cannot be read: %w", file, unwrapPath(err))
	}
	answers, err := review.ReadAnswers(data)
	if err != nil {
		return fmt.Errorf("%s %w", file, err)
	}
	if id := string(r.book.Policy.Document.Policy.ID.Or("policy")); answers.Policy != id {
		return usageError{fmt.Errorf("nothing was signed: %s has answers about the policy %s, and this is %s", file, diag.Quote(answers.Policy), id)}
	}
	sign := review.SignOff{By: by, On: world.today().String(), Version: string(r.book.Policy.Policy.Version.V)}
	text, taken, err := review.SignAnswers(r.in.reviews, r.items, answers, sign, strings.TrimSpace(note))
	if err != nil {
		return usageError{fmt.Errorf("nothing was signed: %w", err)}
	}
	for _, id := range taken.Before {
		fmt.Fprintf(world.Stdout, "%s was signed before\n", id)
	}
	for _, no := range taken.No {
		answer := "is not answered"
		if no.Answer == "no" {
			answer = "is answered with no"
		}
		fmt.Fprintf(world.Stdout, "%s %s, and stays open\n", escape.Terminal(escape.Fold(no.Item)), answer)
	}
	if len(taken.Signed) == 0 {
		fmt.Fprintln(world.Stdout, "nothing to sign")
		return nil
	}
	name := filepath.Join(r.in.root, filepath.FromSlash(r.in.reviewsFile()))
	if err := output.WriteFile(name, []byte(text)); err != nil {
		return err
	}
	fmt.Fprintf(world.Stdout, "%s signed: %s\nkept in %s\n", counted(len(taken.Signed), "item", "items"), strings.Join(taken.Signed, ", "), shownPath(name))
	return nil
}
