#!/usr/bin/env bash
# scripts/bench.sh FILE runs the benchmarks and writes what they print into FILE as
# well, in the form that benchstat reads. Each figure is taken ROUNDS times, 6 if
# not told otherwise: fewer are too few for benchstat to say how sure it is.
#
# The index is measured with a million mappings; without -short it is with ten, too.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export ROUNDS=${ROUNDS:-6}
go=${GO:-go}
file=$1

# bench runs the benchmarks of packages, with flags.
bench() { "$go" test -timeout 1h -run '^$' -bench . "$@"; }

mkdir -p "$(dirname "$file")"
{
	"$go" version
	bench -short -benchmem -benchtime 0.1s -count "$ROUNDS" ./internal/...
	bench -benchmem -benchtime 0.3s -count "$ROUNDS" ./plugin/rdnsmgr
	bench ./test # which counts its rounds itself
} | tee "$file"
