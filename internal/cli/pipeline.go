package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/generator"
	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/lint"
	"github.com/tokenbook/tokenbook/internal/parallel"
	"github.com/tokenbook/tokenbook/internal/review"
	"github.com/tokenbook/tokenbook/site"
	"github.com/tokenbook/tokenbook/specs"
)

// defaultPolicy is the file that commands read when none is named.
const defaultPolicy = "policy.yaml"

// input is a policy on its way through the line.
type input struct {
	root     string // the boundary, absolute
	entry    string // the policy's path below it, with slashes
	shown    string // how the reader named the folder of the root
	source   *specs.Source
	policy   *specs.Policy // nil where findings are errors
	logo     *site.Asset   // of the policy's site, or nil
	reviews  string        // the text of the file of sign-offs, empty where there is none
	findings diag.List
}

// read takes a policy from its path to a Policy: Load, Parse, Link, Resolve. Its error is trouble with the
// environment; what is wrong with the policy is in the findings.
func read(path, root string, date specs.Date) (*input, error) {
	in, err := locate(path, root)
	if err != nil {
		return nil, err
	}
	dir, err := os.OpenRoot(in.root)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be opened: %w", in.root, err)
	}
	defer dir.Close()
	in.load(dir.FS(), date)
	return in, nil
}

// load takes the policy from its text to a Policy.
func (in *input) load(fsys fs.FS, date specs.Date) {
	in.source, in.findings = specs.Load(fsys, in.entry)
	if in.source == nil {
		return
	}
	doc, parsed := specs.Parse(in.source)
	in.findings = append(in.findings, parsed...)
	whole := !slices.ContainsFunc(in.findings, func(f diag.Finding) bool { return f.Rule == "syntax" || f.Rule == "file" || f.Rule == "limit" })
	if whole { // with a file or entries missing, most names would seem to name nothing
		in.findings = append(in.findings, specs.Link(doc, in.source)...)
	}
	in.source.Mask(in.findings)
	in.findings.Sort()
	if in.findings.Count(diag.Error) == 0 {
		in.policy = specs.Resolve(doc, in.source, date)
		in.readLogo(fsys)
		in.readReviews(fsys)
	}
}

// reviewsFile is the name of the file of sign-offs beside the policy, below the root.
func (in *input) reviewsFile() string { return review.FileFor(in.entry) }

// readReviews reads the file of sign-offs beside the policy. One that cannot be read is a finding, and nothing is signed.
func (in *input) readReviews(fsys fs.FS) {
	name := in.reviewsFile()
	info, err := fs.Stat(fsys, name)
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	var data []byte
	switch {
	case err != nil:
	case !info.Mode().IsRegular():
		err = errors.New("it is not an ordinary file")
	default:
		data, err = fs.ReadFile(fsys, name)
	}
	at := diag.Span{File: name}
	if err == nil {
		if _, err = review.ReadSignOffs(string(data)); err == nil {
			in.reviews = string(data)
			return
		}
		if fault, ok := err.(*review.FileError); ok { //nolint:errorlint // ReadSignOffs returns the error itself
			at.Start, at.End, err = fault.At, fault.At, errors.New(fault.Problem)
		}
	}
	in.findings.Add("file", diag.Warning, at, "", "the file of sign-offs cannot be read, so that nothing counts as signed: %v", unwrapPath(err))
	in.findings.Sort()
}

// readLogo reads the logo that a policy names. One that cannot be used is a finding, and pages have Tokenbook's.
func (in *input) readLogo(fsys fs.FS) {
	logo := &in.policy.Site.Look.Logo
	if !logo.IsSet() {
		return
	}
	name := path.Join(path.Dir(logo.At.File), string(logo.V))
	fault := func(format string, args ...any) {
		in.findings.Add("file", diag.Warning, logo.At, "site.look.logo", "site.look.logo: %s %s", diag.Quote(string(logo.V)), fmt.Sprintf(format, args...))
		in.findings.Sort()
	}
	ending := strings.ToLower(path.Ext(name))
	if !fs.ValidPath(name) {
		fault("leads out of the policy's folder; keep a copy inside, or give --root a folder that holds both")
		return
	}
	if ending != ".svg" && ending != ".png" {
		fault("is neither SVG nor PNG; give a file that ends in .svg or .png")
		return
	}
	info, err := fs.Stat(fsys, name)
	switch {
	case err != nil:
		fault("cannot be read: %v", unwrapPath(err))
	case !info.Mode().IsRegular():
		fault("is not an ordinary file")
	case info.Size() > maxLogo:
		fault("has %d bytes; every page loads it, so that %d are the most", info.Size(), maxLogo)
	default:
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			fault("cannot be read: %v", unwrapPath(err))
			return
		}
		in.logo = &site.Asset{Name: "logo" + ending, Data: data}
	}
}

// maxLogo is the most bytes of a logo.
const maxLogo = 100_000

// locate finds the boundary: the policy's own folder, or the wider one that was given.
func locate(path, root string) (*input, error) {
	switch path {
	case "":
		return nil, usageError{errors.New("the name of the policy is empty")}
	case "-":
		return nil, usageError{errors.New("a policy is not read from standard input, for it may include and extend files beside it; name a file")}
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() { // a folder stands for the policy in it
		path = filepath.Join(path, defaultPolicy)
		if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
			return nil, fmt.Errorf("%s is a folder without %s; name the policy file", filepath.Dir(path), defaultPolicy)
		}
	}
	full, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	boundary := filepath.Dir(full)
	if root != "" {
		if boundary, err = filepath.Abs(root); err != nil {
			return nil, err
		}
	}
	entry, err := filepath.Rel(boundary, full)
	if err != nil || entry == ".." || strings.HasPrefix(entry, ".."+string(filepath.Separator)) {
		return nil, usageError{fmt.Errorf("--root %s does not hold %s", root, path)}
	}
	if _, err := os.Stat(full); err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", path, unwrapPath(err))
	}
	shown := strings.TrimSuffix(filepath.ToSlash(path), filepath.ToSlash(entry))
	if root != "" {
		shown = strings.TrimSuffix(filepath.ToSlash(root), "/") + "/"
	}
	return &input{root: boundary, entry: filepath.ToSlash(entry), shown: shown}, nil
}

// name is how a reader finds a file that a place names.
func (in *input) name(file string) string {
	if file == "" {
		return ""
	}
	return strings.TrimPrefix(in.shown, "./") + file
}

// text is the text of a file that was read.
func (in *input) text(file string) (string, bool) {
	if in.source == nil {
		return "", false
	}
	for _, f := range in.source.Files {
		if f.Name == file {
			return in.source.Masked(f.Text), true
		}
	}
	return "", false
}

// size is the number of bytes that were read.
func (in *input) size() int {
	if in.source == nil {
		return 0
	}
	return in.source.Size()
}

// failed is the exit status where there is no policy: that of input which cannot be read, or that of findings.
func (in *input) failed() status {
	if in.source == nil && slices.ContainsFunc(in.findings, func(f diag.Finding) bool { return f.Rule == "file" }) {
		return exitEnvironment
	}
	return exitFindings
}

// judge adds what the rules find on a day to the findings of the format.
func (in *input) judge(today specs.Date) {
	if in.policy != nil {
		signed, _ := review.ReadSignOffs(in.reviews) // what cannot be read was found before, and left out
		_, ahead := review.ByDay(signed, today)
		for _, s := range ahead {
			in.findings.Add("file", diag.Warning, diag.Span{File: in.reviewsFile()}, "", "%s is signed by %s on %s, which is still to come, so that it does not count; sign it on the day, with tokenbook review sign", s.Item, s.By, s.On)
		}
		in.findings = lint.Run(in.policy, analysis.Analyse(in.policy), in.findings, lint.Options{Today: today})
	}
}

// looks are what a build's pages look like beside what the policy says.
type looks struct {
	logo      *site.Asset
	templates fs.FS
	flavor    string // of the pages for another documentation site, or empty
	print     bool   // the whole policy as one document too
	openAPI30 bool   // the contracts are written in OpenAPI 3.0 too
	side      site.Side
}

// dress gives a site its looks.
func (l *looks) dress(in *site.Inputs) {
	in.Logo, in.Templates, in.Flavor, in.Side, in.Print = l.logo, l.templates, l.flavor, l.side, l.print
}

// generate is the rest of the line: files and pages of a book. The files are in their one order.
func generate(b *book.Book, looks looks, progress func(string)) ([]generator.File, error) {
	emitters := generator.All()
	if looks.openAPI30 {
		emitters = append(emitters, generator.OpenAPI30)
	}
	made := make([][]generator.File, len(emitters))
	failed := make([]error, len(emitters)+2)
	var pictures []generator.Picture
	var contracts []generator.Contract
	progress("contracts, constants and diagrams")
	tasks := []func(){
		func() { pictures, failed[len(emitters)] = generator.Pictures(b, runtime.GOMAXPROCS(0), nil) },
		func() { contracts, failed[len(emitters)+1] = generator.Contracts(b) },
	}
	for i, e := range emitters {
		tasks = append(tasks, func() {
			if made[i], failed[i] = e.Emit(b); failed[i] != nil {
				failed[i] = fmt.Errorf("%s: %w", e.Name, failed[i])
			}
		})
	}
	parallel.Do(tasks...)
	if err := errors.Join(failed...); err != nil {
		return nil, err
	}
	files := slices.Concat(generator.ContractFiles(contracts), slices.Concat(made...), generator.DiagramFiles(pictures))
	progress("site")
	inputs := siteInputs(b, pictures, contracts, files)
	looks.dress(&inputs)
	pages, err := site.Build(b, inputs)
	if err != nil {
		return nil, fmt.Errorf("site: %w", err)
	}
	files = append(files, pages...)
	generator.SortFiles(files)
	return files, nil
}
