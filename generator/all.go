package generator

// All lists the emitters, in the order in which progress names them. What pages show too is made once for files and
// pages, and is not in the list: contracts (Contracts) and diagrams (Pictures).
func All() []Emitter {
	return []Emitter{resolved, claims, events, code, checklist}
}
