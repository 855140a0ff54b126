package generator

// All lists the emitters, in the order in which progress names them. Diagrams are drawn once for files and pages
// (Pictures) and are not in the list.
func All() []Emitter {
	return []Emitter{resolved, openAPI, claims, code, checklist}
}
