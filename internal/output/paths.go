package output

import (
	"fmt"
	"strings"
)

// Longest names that file systems in use take (bytes). The whole path leaves room
// for the place of the output folder on a system with a limit of 1024.
const (
	maxName = 255
	maxPath = 512
)

// PathError says why a generated path cannot be written on every system.
type PathError struct {
	Path    string
	Problem string
}

func (e *PathError) Error() string {
	return fmt.Sprintf("generated file %q: %s", e.Path, e.Problem)
}

// CheckPaths says whether files can lie in one folder on Linux, macOS and Windows
// alike, on whichever of them it runs. A path is relative, with slashes, in
// printable ASCII, without empty, "." or ".." parts, without names or characters
// that Windows reserves, not within a .git folder, at most 255 bytes per name
// and 512 in all. No two paths may be equal or differ only in case, and none may be
// the folder of another. The error is a *PathError.
func CheckPaths(files []File) error {
	seen := names{}
	for _, f := range files {
		if err := seen.add(f.Path); err != nil {
			return err
		}
	}
	return nil
}

// names remembers what stands at each path, by its lower-case form, since most
// systems on desktops do not tell cases apart.
type names map[string]name

type name struct {
	path   string // as first written
	folder bool
}

func (n names) add(path string) error {
	if problem := badPath(path); problem != "" {
		return &PathError{path, problem}
	}
	for i, c := range path {
		if c != '/' {
			continue
		}
		folder := path[:i]
		switch was, ok := n[strings.ToLower(folder)]; {
		case !ok:
			n[strings.ToLower(folder)] = name{folder, true}
		case !was.folder:
			return &PathError{path, fmt.Sprintf("%q is a file, so it cannot also be a folder", was.path)}
		case was.path != folder:
			return &PathError{path, fmt.Sprintf("its folder and %q differ only in upper and lower case", was.path)}
		}
	}
	switch was, ok := n[strings.ToLower(path)]; {
	case !ok:
		n[strings.ToLower(path)] = name{path, false}
	case was.folder:
		return &PathError{path, fmt.Sprintf("%q is a folder, so it cannot also be a file", was.path)}
	case was.path == path:
		return &PathError{path, "it is generated twice"}
	default:
		return &PathError{path, fmt.Sprintf("it differs from %q only in upper and lower case", was.path)}
	}
	return nil
}

// badPath says what is wrong with one path, or nothing.
func badPath(path string) string {
	switch {
	case path == "":
		return "the path is empty"
	case len(path) > maxPath:
		return fmt.Sprintf("the path is %d bytes long; %d is the most", len(path), maxPath)
	case strings.Contains(path, `\`):
		return "folders are separated by / and not by a backslash"
	case path[0] == '/':
		return "the path must be relative"
	}
	for i := 0; i < len(path); i++ {
		if c := path[i]; c < ' ' || c > '~' {
			return fmt.Sprintf("byte %#02x is not printable ASCII", c)
		} else if strings.IndexByte(`<>:"|?*`, c) >= 0 {
			return fmt.Sprintf("Windows does not allow %q in a name", string(c))
		}
	}
	for part := range strings.SplitSeq(path, "/") {
		if problem := badName(part); problem != "" {
			return problem
		}
	}
	return ""
}

// badName says what is wrong with one part of a path, or nothing.
func badName(part string) string {
	switch {
	case part == "":
		return "a part of the path is empty"
	case part == "." || part == "..":
		return fmt.Sprintf("the path must not contain %q", part)
	case len(part) > maxName:
		return fmt.Sprintf("a name is %d bytes long; %d is the most", len(part), maxName)
	case strings.HasSuffix(part, ".") || strings.HasSuffix(part, " "):
		return fmt.Sprintf("the name %q ends in a dot or a space, which Windows drops", part)
	case strings.EqualFold(part, ".git"):
		return "nothing may be generated into a .git folder"
	case reserved(part):
		return fmt.Sprintf("the name %q is a device on Windows", part)
	}
	return ""
}

// reserved reports whether Windows takes a name for a device. Extensions do not
// help: aux.html is the device as well.
func reserved(name string) bool {
	stem, _, _ := strings.Cut(name, ".")
	stem = strings.ToLower(strings.TrimRight(stem, " "))
	switch stem {
	case "con", "prn", "aux", "nul", "conin$", "conout$":
		return true
	}
	if len(stem) != 4 {
		return false
	}
	return (stem[:3] == "com" || stem[:3] == "lpt") && stem[3] >= '0' && stem[3] <= '9'
}
