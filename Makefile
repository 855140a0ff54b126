# make test   all tests: Go's own, then the third-party checks (which install what they need)
# make lint   format, vet and static analysis
# make fuzz   each fuzz target for FUZZTIME; make hostile, make mutation, make pairs: the long runs
# make golden refresh what is generated and committed
# make bench  benchmarks of every stage

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
FUZZTIME ?= 10m
CACHE := test/.cache
GOLANGCI := 2.15.0

.PHONY: build test test-go test-judges lint golden bench fuzz hostile mutation pairs

build:
	go build -trimpath -o bin/tokenbook ./cmd/tokenbook

test: test-go test-judges

test-go:
	go test ./...

test-judges:
	test/run

lint: $(CACHE)/bin/golangci-lint-$(GOLANGCI)
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); if [ -n "$$unformatted" ]; then echo "gofmt would change:"; echo "$$unformatted"; exit 1; fi
	go vet ./...
	$(CACHE)/bin/golangci-lint-$(GOLANGCI) run ./...

$(CACHE)/bin/golangci-lint-$(GOLANGCI):
	@mkdir -p $(CACHE)/bin
	GOBIN="$(abspath $(CACHE))/bin" go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v$(GOLANGCI)
	mv $(CACHE)/bin/golangci-lint $@

golden:
	TOKENBOOK_UPDATE=1 go test ./...

bench:
	go test -run '^$$' -bench . -benchmem ./...

# every free-text field × every hostile text, through every output
hostile:
	TOKENBOOK_HOSTILE=all go test ./internal/cli -run TestHostileTextEverywhere -v -timeout 60m

# every setting of acme that a rule guards, broken one at a time; every comparison, unit and code of what code imports
mutation:
	TOKENBOOK_MUTATION=all go test ./internal/lint -run TestBrokenSettings -v -timeout 30m
	TOKENBOOK_MUTATION=all go test ./generator -run TestMutants -v -timeout 60m

# 10,000 random pairs of policies: a diff read backwards is the diff of the way back, and only effective values count
pairs:
	TOKENBOOK_PAIRS=10000 go test ./internal/diff -run TestRandom -v -timeout 60m

fuzz:
	@for pkg in $$(go list ./...); do \
	  for target in $$(go test -list '^Fuzz' $$pkg | grep '^Fuzz' || true); do \
	    echo "== $$pkg $$target"; go test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) $$pkg; \
	  done; \
	done
