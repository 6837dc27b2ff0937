package manager_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/rdnsmgr/rdnsmgr/internal/manager"
)

// TestModel compares a manager that has followed random changes and reloads with
// one that is started anew on the same files.
func TestModel(t *testing.T) {
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 3))
		l := newLab(t)
		l.zones = "192.0.2.0/24 2001:db8::/64 host.example"
		l.resolvers = newOracle().resolvers
		for _, name := range modelFiles {
			l.write(name, randomFile(r, name))
		}
		l.write("static.records", randomRecords(r))
		policy := pick(r, "", "policy default {\nprotect contoso-bank.com\n}\n") // the same all the time: what was served stays as flagged
		properties := policy + randomProperties(r)
		l.start(properties)
		for round := range 12 {
			switch r.IntN(6) {
			case 0:
				properties = policy + randomProperties(r)
				l.start(properties)
			case 1:
				l.change("static.records", randomRecords(r))
			default:
				one, two := modelFiles[r.IntN(len(modelFiles))], modelFiles[r.IntN(len(modelFiles))]
				l.write(one, randomFile(r, one))
				l.change(two, randomFile(r, two))
				l.manager.Poll() // if they are one, it may look as if it was written in place
			}
			if !compareAnew(t, l, properties) {
				t.Fatalf("seed %d, round %d:\n%s", seed, round, properties)
			}
		}
	}
}

var modelFiles = []string{"a.map", "b.map", "owned.csv", "op.map"}

// randomProperties returns a configuration with all files in some order.
func randomProperties(r *rand.Rand) string {
	lines := []string{
		"mappings a.map", "mappings b.map { ttl 60 }", "mappings owned.csv", "mappings op.map { class operator }",
	}
	r.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
	for _, optional := range []string{
		"names 2", "ptr 192.0.2.3 corefile.example.org", "ttl 900",
		"owner acme 192.0.2.0/30\nowner beta 192.0.2.4/30",
		"confirm 192.0.2.101 192.0.2.102\nunconfirmed serve",
	} {
		if r.IntN(2) == 0 {
			lines = append(lines, optional)
		}
	}
	return "state memory\nrecords static.records\n" + strings.Join(lines, "\n")
}

// randomFile returns few mappings of few addresses, so that files want the same.
func randomFile(r *rand.Rand, name string) string {
	var b strings.Builder
	if strings.HasSuffix(name, "csv") {
		b.WriteString("address,name,ttl,owner\n")
	}
	for range r.IntN(20) {
		addr := fmt.Sprintf("192.0.2.%d", r.IntN(8))
		switch r.IntN(6) {
		case 0:
			addr = fmt.Sprintf("2001:db8::%x", r.IntN(4))
		case 1:
			addr = fmt.Sprintf("198.51.100.%d", r.IntN(2))
		}
		host := pick(r, "a.example.org", "b.example.org", "c.example.org", "www.contoso-bank.com", "x.host.example")
		if strings.HasSuffix(name, "csv") {
			fmt.Fprintf(&b, "%s,%s,%s,%s\n", addr, host, pick(r, "", "300"), pick(r, "", "", "gamma", "delta"))
		} else {
			fmt.Fprintf(&b, "%s %s %s\n", addr, host, pick(r, "", "", "300"))
		}
	}
	return b.String()
}

// randomRecords delegates some addresses away, or nothing.
func randomRecords(r *rand.Rand) string {
	return "www.host.example. A 192.0.2.1\n" + pick(r, "", "2.2.0.192.in-addr.arpa. NS ns.example.org.\n", "5.2.0.192.in-addr.arpa. NS ns.example.org.\n")
}

func pick(r *rand.Rand, choices ...string) string { return choices[r.IntN(len(choices))] }

// compareAnew starts another manager as a new process.
func compareAnew(t *testing.T, l *lab, properties string) bool {
	t.Helper()
	anew := *l
	anew.log = new(record)
	manager.EndProcess()
	if err := anew.try(properties); err != nil {
		t.Fatal(err)
	}
	anew.manager.Begin()
	want, got := anew.block, l.block
	ok := true
	if diff := cmp.Diff(describe(want), describe(got)); diff != "" {
		t.Errorf("(-anew +followed):\n%s", diff)
		ok = false
	}
	if diff := cmp.Diff(want.Status(), got.Status(), cmpopts.IgnoreFields(manager.Status{}, "Build", "At")); diff != "" {
		t.Errorf("status (-anew +followed):\n%s", diff)
		ok = false
	}
	wantAll, _ := anew.manager.Confirmation()
	gotAll, _ := l.manager.Confirmation()
	if wantAll.Counts.Present() != gotAll.Counts.Present() {
		t.Errorf("confirmation looks after %d mappings, want %d", gotAll.Counts.Present(), wantAll.Counts.Present())
		ok = false
	}
	l.manager.Poll() // so that it is the one to leave something to the next
	return ok
}

// describe writes out what a block has, the mappings in the order of preference.
func describe(b *manager.Block) (all []string) {
	for m := range b.Snapshot().After(netip.Addr{}) {
		all = append(all, fmt.Sprintf("%s %s %d %s %q from %d: %s %s", m.Addr, m.Name, m.TTL, m.Class, m.Owner, m.Source, m.State.Look(), m.State.Fate()))
	}
	return all
}
