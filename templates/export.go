package templates

import "embed"

// Export are the templates of the constants, one a language. Package generator executes them; what they print is code
// that its functions have made, never text of a policy as it is.
//
//go:embed export/*.tmpl
var Export embed.FS
