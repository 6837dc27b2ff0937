#!/usr/bin/env bash
# Builds CoreDNS with rdnsmgr the way any external plugin is added: by one line in
# CoreDNS's own plugin.cfg. Then starts the binary and asks it for a name.
#
#   scripts/with-coredns.sh [OUTPUT]    keeps the binary at OUTPUT; else nothing stays
#
# CoreDNS's source comes from the module cache, in the version that go.mod names,
# so that the recipe is tested with the release we develop against. In a clone of
# CoreDNS the recipe is the part between the two lines below.
set -euo pipefail

checkout=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT

case ${1:-} in
'') binary=$work/coredns ;;
/*) binary=$1 ;;
*) binary=$PWD/$1 ;;
esac

cd "$checkout"
go mod download github.com/coredns/coredns
source=$(go list -m -f '{{.Dir}}' github.com/coredns/coredns)
cp -R "$source" "$work/source" # the module cache is read-only, and so is its copy
chmod -R u+w "$work/source"
cd "$work/source"

# ---- The recipe, in a directory with CoreDNS's source -----------------------

# The place in plugin.cfg is the place in the chain: behind tsig, acl, cache and
# transfer, before the backends that may get what rdnsmgr does not know.
sed -i '/^transfer:transfer$/a rdnsmgr:github.com/rdnsmgr/rdnsmgr/plugin/rdnsmgr' plugin.cfg

# Only until the module is published: it comes from a checkout.
go mod edit -require github.com/rdnsmgr/rdnsmgr@v0.0.0 -replace "github.com/rdnsmgr/rdnsmgr=$checkout"

go generate coredns.go
go get
go build -o "$binary" .

# ---- The proof ---------------------------------------------------------------

if [ "$(grep -c '^rdnsmgr:' plugin.cfg)" != 1 ]; then
	echo "plugin.cfg has no line transfer:transfer to put ours after" >&2
	exit 1
fi
"$binary" -version
"$binary" -plugins | grep -x rdnsmgr >/dev/null || {
	echo "$binary does not list rdnsmgr among its plugins" >&2
	exit 1
}
cd "$checkout"
go run ./scripts/smoke "$binary"
