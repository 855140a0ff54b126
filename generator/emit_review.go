package generator

import (
	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/review"
)

// checklist writes the reviewer's checklist: for people, as the body of an issue, for spreadsheets and for programs.
var checklist = Emitter{Name: "checklist", Emit: func(b *book.Book) ([]File, error) {
	paper := review.PaperOf(b, review.Checklist(b))
	data, err := review.JSON(paper)
	if err != nil {
		return nil, err
	}
	return []File{
		{Path: "review/checklist.csv", Data: review.CSV(paper)},
		{Path: "review/checklist.json", Data: data},
		{Path: "review/checklist.md", Data: review.Markdown(paper)},
		{Path: "review/issue.md", Data: review.Issue(paper)},
	}, nil
}}
