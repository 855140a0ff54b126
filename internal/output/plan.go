package output

import (
	"bytes"
	"slices"
	"strings"
)

// plan is what a build has to do. A file of the target is either in report.Written
// or in report.Unchanged.
type plan struct {
	report Report
	kept   []string // not generated, and stay
}

// idle reports that nothing has to be done.
func (p plan) idle() bool { return len(p.report.Written)+len(p.report.Removed) == 0 }

// holding is an output folder as it is found: its entries and its manifest, which
// is nil if there is none.
type holding struct {
	tree
	manifest *Manifest
}

// inspect reads what the output folder holds. A manifest that cannot be read is an
// error, as nothing could be told apart without it.
func (w *writer) inspect() (holding, error) { return inspect(w.sys, w.place) }

func inspect(sys system, at place) (holding, error) {
	t, err := scan(sys, at.dir)
	if err != nil {
		return holding{}, err
	}
	h := holding{tree: t}
	if info, ok := t.files[ManifestName]; ok && info.Mode().IsRegular() {
		h.manifest, err = previous(sys, at.dir)
	}
	return h, err
}

// compare decides what to do with each file, and refuses if something would be lost
// that a build did not write.
func compare(sys system, at place, have holding, want target, opt Options) (plan, error) {
	diffs, p, err := judge(sys, at, have, want, opt.Keep)
	if err != nil {
		return plan{}, err
	}
	var foreign, edited []string
	for _, d := range diffs {
		switch d.Kind {
		case Foreign:
			foreign = append(foreign, d.Path)
		case Edited:
			edited = append(edited, d.Path)
		case Missing, Changed, Extra, LineEnds:
			// These a build sets right.
		}
	}
	if len(foreign) > 0 {
		return plan{}, foreignError(at, have, foreign)
	}
	if len(edited) > 0 && !opt.Force {
		return plan{}, &Error{Path: at.dir,
			Problem: count(len(edited), "generated file was", "generated files were") + " changed since the last build:" + list(edited) + "\n",
			Advice:  "carry the changes over to the policy or undo them; a forced build throws them away"}
	}
	return p, nil
}

func foreignError(at place, have holding, foreign []string) *Error {
	e := &Error{Path: at.dir,
		Problem: "it holds " + count(len(foreign), "file that was", "files that were") + " not generated:" + list(foreign) + "\n",
		Advice:  "move them away or choose another output folder"}
	if have.manifest == nil {
		e.Advice = "without a " + ManifestName + " none of them is known to be generated; " + e.Advice +
			" (a folder that was generated can be deleted and built again)"
	}
	for _, path := range foreign {
		if first, _, _ := strings.Cut(path, "/"); strings.HasPrefix(first, ".git") || first == "CNAME" || first == ".nojekyll" {
			e.Advice += "; to publish by git, build elsewhere and copy the result into the checkout"
			break
		}
	}
	return e
}

// judge compares the folder with the target, file by file: the differences by path,
// and the plan that would remove them.
func judge(sys system, at place, have holding, want target, keep []string) ([]Difference, plan, error) {
	var p plan
	var diffs []Difference
	differs := func(path string, k Kind) { diffs = append(diffs, Difference{path, k}) }

	recorded := map[string]string{}
	if have.manifest != nil {
		for _, e := range have.manifest.Files {
			recorded[e.Path] = e.SHA256
		}
	}
	wanted := names{}
	for _, path := range want.paths() {
		if err := wanted.add(path); err != nil {
			return nil, p, err
		}
	}

	for _, path := range have.names() {
		info := have.files[path]
		sum, ours := recorded[path]
		switch {
		case path == ManifestName && have.manifest != nil:
			continue
		case !ours && info.Mode().IsRegular() && (litter(path) || slices.Contains(keep, path)):
			if wanted.blocks(path) {
				return nil, p, &Error{Path: at.path(path), Problem: "it is to be kept, but a generated file has to lie there", Advice: "move it away"}
			}
			p.kept = append(p.kept, path)
			continue
		case !ours || !info.Mode().IsRegular():
			differs(path, Foreign)
			continue
		}
		data, err := sys.ReadFile(at.path(path))
		if err != nil {
			return nil, p, fault(at.path(path), "read the file", err)
		}
		now := digest(data)
		wantSum, generated := want.sums[path]
		switch {
		case generated && now == wantSum:
			p.report.Unchanged = append(p.report.Unchanged, path)
			continue
		case now == sum && generated:
			differs(path, Changed)
		case now == sum:
			differs(path, Extra)
		case digest(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))) == sum:
			differs(path, LineEnds)
		default:
			differs(path, Edited)
		}
		if generated {
			p.report.Written = append(p.report.Written, path)
		} else {
			p.report.Removed = append(p.report.Removed, path)
		}
	}

	for _, f := range want.files {
		if _, ok := have.files[f.Path]; !ok {
			differs(f.Path, Missing)
			p.report.Written = append(p.report.Written, f.Path)
		}
	}
	if err := judgeManifest(sys, at, have, want, &p, differs); err != nil {
		return nil, p, err
	}
	// A file that is recorded, gone, and no longer wanted needs no word: nothing is to be done about it.
	slices.Sort(p.report.Written)
	slices.Sort(p.report.Unchanged)
	slices.SortFunc(diffs, func(a, b Difference) int { return strings.Compare(a.Path, b.Path) })
	return diffs, p, nil
}

// judgeManifest compares the manifest, which is ours whatever it says once it could
// be read.
func judgeManifest(sys system, at place, have holding, want target, p *plan, differs func(string, Kind)) error {
	if have.manifest == nil {
		// Something else may stand in its place; that has been called foreign by now.
		if _, ok := have.files[ManifestName]; !ok {
			differs(ManifestName, Missing)
			p.report.Written = append(p.report.Written, ManifestName)
		}
		return nil
	}
	data, err := sys.ReadFile(at.path(ManifestName))
	if err != nil {
		return fault(at.path(ManifestName), "read the manifest", err)
	}
	if bytes.Equal(data, want.manifest) {
		p.report.Unchanged = append(p.report.Unchanged, ManifestName)
		return nil
	}
	differs(ManifestName, Changed)
	p.report.Written = append(p.report.Written, ManifestName)
	return nil
}

// blocks reports whether a kept file cannot lie beside the generated ones: one has
// its path, or one is a file where it has a folder, or the other way round.
func (n names) blocks(path string) bool {
	path = strings.ToLower(path)
	if _, ok := n[path]; ok {
		return true
	}
	for i, c := range path {
		if was, ok := n[path[:i]]; c == '/' && ok && !was.folder {
			return true
		}
	}
	return false
}
