// A module of its own, so that the generator does not carry a JOSE library.
module github.com/tokenbook/tokenbook/examples/consumers/resourceserver

go 1.26.0

require (
	github.com/go-jose/go-jose/v4 v4.1.8
	github.com/tokenbook/tokenbook v0.0.0
)

replace github.com/tokenbook/tokenbook => ../../..
