#!/usr/bin/env bash
# Postfix and Exim for test/mail_linux_test.go. Their packages exclude each other,
# so they are unpacked into a directory and not installed:
#
#   scripts/unpack-mail.sh DIRECTORY
#   sudo RDNSMGR_MAIL=DIRECTORY go test -run MailServers ./test
set -euo pipefail
mkdir -p "${1:?usage: $0 DIRECTORY}"
tree=$(cd "$1" && pwd)
packages=$(mktemp -d)
trap 'rm -rf "$packages"' EXIT

as_root() {
	if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# With what they need and this machine lacks. A package that is installed is not
# fetched, and the test finds it where it is.
for package in postfix exim4-daemon-light; do
	as_root apt-get install -q -y --no-install-recommends --download-only -o Dir::Cache::archives="$packages" "$package"
done
for package in "$packages"/*.deb; do
	[ ! -e "$package" ] || dpkg -x "$package" "$tree"
done
