package templates

import "embed"

// Serve is what `tokenbook serve` adds to the pages that it shows: the script that reloads them and shows findings, its
// style, and the page that stands in where there is none.
//
//go:embed serve
var Serve embed.FS
