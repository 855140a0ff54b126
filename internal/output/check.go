package output

// Kind is the way in which one file of an output folder differs from what a build
// would write.
type Kind string

// The kinds of difference. All but Foreign and Edited are set right by Write.
const (
	Missing  Kind = "missing"      // a build would write it
	Changed  Kind = "changed"      // a build would write other bytes
	Extra    Kind = "extra"        // generated once, a build would remove it
	LineEnds Kind = "line endings" // as the last build left it but for CR LF, such as git makes on Windows
	Edited   Kind = "edited"       // generated, and changed since then; Write needs Force
	Foreign  Kind = "foreign"      // never generated; Write refuses
)

// Difference is one file that is not as a build would leave it.
type Difference struct {
	Path string // as in File
	Kind Kind
}

// Check says how dir differs from what Write would leave there: nothing if it is
// the same. It writes nothing, waits for nobody and takes no lock. The result is
// sorted by path. Errors are those of Write before it writes.
func Check(dir string, files []File, opt Options) ([]Difference, error) {
	sys := operating{}
	want, err := newTarget(files, opt)
	if err != nil {
		return nil, err
	}
	at, err := locate(sys, dir, opt.Protect)
	if err != nil {
		return nil, err
	}
	have, err := inspect(sys, at)
	if err != nil {
		return nil, err
	}
	diffs, _, err := judge(sys, at, have, want, opt.Keep)
	return diffs, err
}
