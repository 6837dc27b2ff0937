#!/usr/bin/env bash
# scripts/bench.sh FILE runs the benchmarks and writes what they print into FILE as
# well, in the form that benchstat reads. Each figure is taken ROUNDS times, 6 if
# not told otherwise: fewer are too few for benchstat to say how sure it is.
#
# Where plugins are compared, a round measures all of them before the next begins,
# so that what else happens on the machine meets all alike. The index is measured
# with a million mappings; without -short it is with ten, too.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

rounds=${ROUNDS:-6}
go=${GO:-go}
file=$1

# bench runs the benchmarks of packages, with flags.
bench() { "$go" test -run '^$' -benchmem "$@"; }

mkdir -p "$(dirname "$file")"
{
	"$go" version
	bench -short -bench . -benchtime 0.2s -count "$rounds" ./internal/...
	for ((round = 1; round <= rounds; round++)); do
		bench -bench . -benchtime 0.3s ./plugin/rdnsmgr
		bench -bench . ./test
	done
} | tee "$file"
