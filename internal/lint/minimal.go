package lint

import _ "embed"

// Minimal is the policy that the examples of the rules are laid over: the smallest useful one.
//
//go:embed minimal.yaml
var Minimal string
