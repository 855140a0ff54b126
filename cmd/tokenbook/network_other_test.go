//go:build !linux || (!amd64 && !arm64)

package main

// addSealed adds nothing: the filter that proves that nothing leaves the machine is one of the Linux kernel.
func addSealed(map[string]func()) {}
