#!/usr/bin/env bash
# Runs every fuzz function of the module for a short while, one after the other.
# It fails when one finds an input that fails, which the go command then keeps
# under testdata/fuzz beside the test: commit that file with the fix.
#
#   FUZZTIME=10 scripts/fuzz.sh     seconds for each function, at most
#   FUZZTOTAL=360 scripts/fuzz.sh   seconds for all of them together, without compiling
set -euo pipefail
cd "$(dirname "$0")/.."

each=${FUZZTIME:-10}
total=${FUZZTOTAL:-360}
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# fuzz runs one function. It does not try for long to make an input shorter: where
# one takes some milliseconds, all of the time would go there. Up to Go 1.26 the end
# of -fuzztime sometimes counts as a failure, "context deadline exceeded", without
# any failing input (https://go.dev/issue/75804): such a run is repeated.
fuzz() { # directory, function
	local try
	for try in 1 2 3; do
		if go test -run='^$' -fuzz="^$2\$" -fuzztime="${each}s" -fuzzminimizetime=20x "$1" 2>&1 | tee "$log"; then
			return
		fi
		if grep -qE 'Failing input|panic:' "$log" || ! grep -q '^ *context deadline exceeded$' "$log"; then
			return 1
		fi
		echo "$2: try $try ended at the deadline, not with a failing input (go.dev/issue/75804)"
	done
	return 1
}

# Lines of "directory/file_test.go:func FuzzName(".
found=$(find . -name '*_test.go' -not -path '*/testdata/*' -exec grep -HEo '^func Fuzz[A-Za-z0-9_]*\(' {} + | sort || true)
if [ -z "$found" ]; then
	echo "no fuzz functions"
	exit
fi
count=$(wc -l <<<"$found")
if [ $((count * each)) -gt "$total" ]; then
	each=$((total / count > 0 ? total / count : 1))
fi
echo "fuzz functions: $count, $each s each"

failed=()
while IFS=: read -r file function; do
	function=${function#func }
	function=${function%(}
	echo "== $(dirname "$file") $function"
	fuzz "$(dirname "$file")" "$function" || failed+=("$(dirname "$file") $function")
done <<<"$found"

if [ ${#failed[@]} -gt 0 ]; then
	printf 'failed: %s\n' "${failed[@]}" >&2
	exit 1
fi
