package templates

import "embed"

// Compare is the page that shows two policies side by side.
//
//go:embed compare
var Compare embed.FS
