# Entry points for people; .ci/run calls the same ones. Nothing here is needed to
# build: "go build ./cmd/coredns" does it too.

GO       ?= go
LINT     ?= golangci-lint
TESTFLAGS = -race -shuffle=on
BENCHSTAT = $(GO) run golang.org/x/perf/cmd/benchstat@v0.0.0-20260908200009-22c9c6c9d4da -ignore /round

.PHONY: build
build: ## bin/coredns: CoreDNS with rdnsmgr, one static file; and bin/rdnsctl
	CGO_ENABLED=0 $(GO) build -trimpath -o bin/coredns ./cmd/coredns
	CGO_ENABLED=0 $(GO) build -trimpath -o bin/rdnsctl ./cmd/rdnsctl

.PHONY: man
man: ## the manual pages of rdnsctl, in share/man/man1
	$(GO) run ./cmd/rdnsctl/internal/man share/man/man1

.PHONY: run
run: build ## start it with Corefile.example
	bin/coredns -conf Corefile.example

.PHONY: test
test: ## all tests, with the race detector
	$(GO) test $(TESTFLAGS) ./...

.PHONY: fmt
fmt: ## format the Go files
	gofmt -s -w .

.PHONY: check
check: checkfmt vet lint ## everything that reads the code without running it

.PHONY: checkfmt
checkfmt:
	@unformatted=$$(gofmt -s -l .); \
	if [ -n "$$unformatted" ]; then echo "run make fmt for:"; echo "$$unformatted"; exit 1; fi

.PHONY: vet
vet:
	$(GO) mod tidy -diff
	$(GO) mod verify
	$(GO) vet ./...

.PHONY: lint
lint: ## golangci-lint with .golangci.yml, which holds the import rules
	$(LINT) run ./...

.PHONY: fuzz
fuzz: ## every fuzz function for 10 seconds; FUZZTIME=60 for longer
	scripts/fuzz.sh

.PHONY: bench
bench: ## all benchmarks, ours beside the plugins of CoreDNS, into bin/bench.txt
	GO=$(GO) scripts/bench.sh bin/bench.txt

.PHONY: bench-beside
bench-beside: ## what "make bench" measured, with a column for each plugin
	$(BENCHSTAT) -filter '.name:(ServeDNS OR Sockets)' -row '/beside,/case,/names' -col /plugin bin/bench.txt

.PHONY: bench-compare
bench-compare: ## what "make bench" measured, against bench/baseline.txt
	$(BENCHSTAT) bench/baseline.txt bin/bench.txt

.PHONY: bench-baseline
bench-baseline: ## measure bench/baseline.txt anew
	GO=$(GO) scripts/bench.sh bench/baseline.txt

.PHONY: recipe
recipe: ## build into CoreDNS by its plugin.cfg, start the result and ask it
	scripts/with-coredns.sh

.PHONY: help
help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16
