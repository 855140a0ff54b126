// Package templates is all words that Tokenbook writes, as files: no other package holds a sentence of a page.
//
//	pages/NN-slug.md.tmpl  one page of the docs site each, or one for each token, client, error, contract or operation
//	guides/NAME.tmpl       the worked example of one kind of client, in real code
//	theme/                 what stands around the pages: shell, style, scripts
//	export/<language>      code, one template a language
//	starters/              policies to begin with
//	serve/                 what a live preview adds to pages
//
// A page's first line says which value the template is given, and its second comment is its head:
//
//	nav: Lifetimes          its name in the navigation
//	group: Tokens           the part of the navigation that it belongs to
//	about: How long …       one sentence for search engines and llms.txt
//	path: errors/index      its address without extension; else the file's own slug
//	each: token             one page for each token, client, error, contract or operation
//	parent: errors/index    the page that it stands below in the navigation
//	folded: yes             shown in the navigation only near that page
//	audience: reviewers     who should read it
//
// NN gives the order; 511 stands between 51 and 52. Package site executes the pages and escapes whatever they print.
package templates

import "embed"

// Pages are the pages of the docs site.
//
//go:embed pages/*.md.tmpl
var Pages embed.FS

// Guides are the worked examples on the pages of clients.
//
//go:embed guides/*.tmpl
var Guides embed.FS

// Theme is what stands around the pages.
//
//go:embed theme
var Theme embed.FS
