package cli

import (
	"fmt"
	"runtime"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/generator"
	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/site"
	"github.com/tokenbook/tokenbook/specs"
)

// older are the policies of older versions, newest first, on their way to one site with the newest.
type older struct {
	newest *input
	inputs []*input
}

// readOlder reads the policies that --versions names. Each answers for its own day. Where one has errors, it is the
// input that comes back, and nothing else is read; the error names the files that do not go together.
func readOlder(newest *input, root string, paths []string) (older, *input, error) {
	o := older{newest: newest}
	for _, path := range paths {
		in, err := read(path, root, specs.Date{})
		if err != nil {
			return o, nil, err
		}
		if in.policy == nil {
			return o, in, nil
		}
		if err := o.fits(in); err != nil {
			return o, nil, err
		}
		o.inputs = append(o.inputs, in)
	}
	slices.SortFunc(o.inputs, func(a, b *input) int { return b.version().Compare(a.version()) })
	return o, nil, nil
}

// version is the version of a policy that was read.
func (in *input) version() specs.Version { return in.policy.Document.Policy.Version.V }

// fits says why a policy cannot stand beside those that were read before it.
func (o *older) fits(in *input) error {
	name, number := in.name(in.entry), in.version()
	main, newest := o.newest.name(o.newest.entry), o.newest.version()
	if a, b := in.policy.Policy.ID.V, o.newest.policy.Policy.ID.V; a != b {
		return usageError{fmt.Errorf("--versions takes versions of one policy; %s is %q, and %s is %q", name, a, main, b)}
	}
	if escape.FileName(string(number)) != string(number) {
		return usageError{fmt.Errorf("--versions: the version of %s has %d characters, too many for the name of a folder", name, len(number))}
	}
	switch order := number.Compare(newest); {
	case order == 0:
		return usageError{fmt.Errorf("--versions: %s and %s are both version %s", main, name, number)}
	case order > 0:
		return usageError{fmt.Errorf("--versions: %s is version %s, newer than %s, which is %s; POLICY has to be the newest", name, number, main, newest)}
	}
	for _, other := range o.inputs {
		if other.version() == number {
			return usageError{fmt.Errorf("--versions: %s and %s are both version %s", other.name(other.entry), name, number)}
		}
	}
	return nil
}

// join builds the sites of the older versions, one after the other, and makes one site of them and the files of the
// newest. Of an older version there are pages only.
func (o *older) join(files []generator.File, look looks, progress func(string)) ([]generator.File, error) {
	versions := []site.Version{site.NewVersion(o.newest.policy, files)}
	for i, in := range o.inputs {
		progress("version " + string(in.version()))
		judged := book.New(in.policy, in.findings)
		judged.Reviews = in.reviews
		pictures, err := generator.Pictures(judged, runtime.GOMAXPROCS(0), nil)
		if err != nil {
			return nil, fmt.Errorf("%s: diagrams: %w", in.name(in.entry), err)
		}
		contracts, err := generator.Contracts(judged)
		if err != nil {
			return nil, fmt.Errorf("%s: contracts: %w", in.name(in.entry), err)
		}
		inputs := siteInputs(judged, pictures, contracts, nil)
		look.logo, look.flavor, look.side, look.print = in.logo, "", site.Older, false
		look.dress(&inputs)
		pages, err := site.Build(judged, inputs)
		if err != nil {
			return nil, fmt.Errorf("%s: site: %w", in.name(in.entry), err)
		}
		versions = append(versions, site.NewVersion(in.policy, pages))
		o.inputs[i] = nil // what a version took is free before the next is built
	}
	return site.Join(versions), nil
}

// numbers are the older versions, for the manifest.
func (o *older) numbers() string {
	out := make([]string, len(o.inputs))
	for i, in := range o.inputs {
		out[i] = string(in.version())
	}
	return strings.Join(out, " ")
}
