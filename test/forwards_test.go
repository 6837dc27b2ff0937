package test

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// TestConfirmThroughUnbound confirms the names of clients through Unbound.
func TestConfirmThroughUnbound(t *testing.T) {
	t.Parallel()
	unbound := need(t, "unbound")
	testConfirmThrough(t, "unbound.conf", func(u *upstream, ours, port string) string {
		return unboundConfig(ours, port) + unboundForwards(u)
	}, regexp.MustCompile("start of service"), unbound, "-d", "-c", "unbound.conf")
}

// TestConfirmThroughBIND confirms the names of clients through BIND.
func TestConfirmThroughBIND(t *testing.T) {
	t.Parallel()
	named := need(t, "named")
	testConfirmThrough(t, "named.conf", func(u *upstream, ours, port string) string {
		const hint = `zone "." { type hint; file "root.hints"; };` // which cannot stand beside a forward
		return strings.Replace(namedConfig(ours, port), hint, namedForwards(u), 1)
	}, regexp.MustCompile(`(?m) running$`), named, "-g", "-c", "named.conf")
}

// testConfirmThrough starts a resolver that asks an upstream about the names of
// clients, and our server, which asks the resolver.
func testConfirmThrough(t *testing.T, file string, config func(u *upstream, ours, port string) string, ready *regexp.Regexp, command ...string) {
	t.Helper()
	dir := t.TempDir()
	u := newStartedUpstream(t, clientsScript(), nil)
	env, err := environment(os.Environ(), "PORT", "HTTPPORT", "RESOLVER")
	if err != nil {
		t.Fatal(err)
	}
	port := lookup(env, "RESOLVER")
	for name, text := range map[string]string{"root.hints": rootHints, file: config(u, lookup(env, "PORT"), port)} {
		if err := writeFile(dir, name, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := writeClients(dir); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Dir = dir
	resolver, err := launch(cmd, ready)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(resolver.kill)
	s, err := start(dir, "Corefile", append(env, "R=127.0.0.1:"+port))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.kill)
	compareClients(t, s, dir, "http://127.0.0.1:"+lookup(env, "HTTPPORT")+"/metrics", new(http.Client))
}

// unboundForwards has a zone for each client, so that what Unbound thinks of the
// servers of one harms no other.
func unboundForwards(u *upstream) string {
	zones := []string{"."}
	for n := range clients {
		zones = append(zones, client(n).Name)
	}
	var b strings.Builder
	for _, zone := range zones {
		fmt.Fprintf(&b, "forward-zone:\n    name: %q\n    forward-addr: %s\n", zone, strings.Replace(u.address, ":", "@", 1))
	}
	return b.String()
}

// namedForwards is one zone: BIND takes a negative answer only if its SOA is not
// above the zone that it forwards.
func namedForwards(u *upstream) string {
	address := strings.Replace(u.address, ":", " port ", 1)
	return fmt.Sprintf(`zone "." { type forward; forward only; forwarders { %s; }; };`, address)
}
