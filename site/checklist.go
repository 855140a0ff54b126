package site

// ChecklistSection is a part of the checklist.
type ChecklistSection struct {
	Title string
	Items []ChecklistItem
}

// checklistSections groups questions by their section, in the order of each section's first question.
func checklistSections(items []ChecklistItem) []ChecklistSection {
	var out []ChecklistSection
	place := map[string]int{}
	for _, item := range items {
		i, ok := place[item.Section]
		if !ok {
			i = len(out)
			place[item.Section] = i
			out = append(out, ChecklistSection{Title: item.Section})
		}
		out[i].Items = append(out[i].Items, item)
	}
	return out
}
