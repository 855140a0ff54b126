//go:build !linux && !darwin

package output

// exchange is not to be had on this system; two renames stand in for it.
func exchange(string, string) error { return errNoExchange }
