package manager_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// largeLines is enough for several sections of a file.
const largeLines = 4_000

// TestModelOfLargeFiles is TestModel for files of which only what changed is read,
// be they in the order of their addresses or in none.
func TestModelOfLargeFiles(t *testing.T) {
	for seed := range uint64(6) {
		r, shuffled := rand.New(rand.NewPCG(seed, 5)), seed%2 == 1
		l := newLab(t)
		l.zones = "10.0.0.0/16 192.0.2.0/24 2001:db8::/64 host.example"
		l.resolvers = newOracle().resolvers
		files := map[string][]string{"a.map": largeFile("a"), "b.map": largeFile("b")[:largeLines/2]}
		if shuffled {
			for _, lines := range [][]string{files["a.map"], files["b.map"]} {
				r.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
			}
		}
		for name, lines := range files {
			l.write(name, strings.Join(lines, ""))
		}
		l.write("static.records", randomRecords(r))
		properties := "state memory\nrecords static.records\nmappings a.map\nmappings b.map { class operator }\nptr 10.0.3.1 corefile.example.org\n" +
			pick(r, "", "names 2\n") + pick(r, "", "policy default\n") + pick(r, "", "confirm 192.0.2.101 192.0.2.102\nunconfirmed serve\n") +
			pick(r, "", "owner acme 10.0.1.0/24\nowner beta 10.0.2.0/24\n")
		l.start(properties)
		for round := range 12 {
			name := pick(r, "a.map", "a.map", "b.map")
			for range r.IntN(4) {
				files[name] = largeEdit(r, files[name], shuffled)
			}
			if r.IntN(3) == 0 {
				l.write("static.records", largeRecords(r)) // all addresses are looked at for that
			}
			l.change(name, strings.Join(files[name], ""))
			l.manager.Poll()
			if r.IntN(4) == 0 {
				l.start(properties)
			}
			if !compareAnew(t, l, properties) {
				t.Fatalf("seed %d, round %d:\n%s", seed, round, properties)
			}
		}
	}
}

// largeRecords delegates some addresses away, or nothing.
func largeRecords(r *rand.Rand) string {
	return randomRecords(r) + pick(r, "", "7.0.10.in-addr.arpa. NS ns.example.org.\n")
}

// largeFile returns mappings in the order of their addresses, those at the ends of
// which lie in none of our zones.
func largeFile(name string) []string {
	lines := make([]string, largeLines)
	for i := range lines {
		address := fmt.Sprintf("10.0.%d.%d", i/250, i%250)
		switch {
		case i < 20:
			address = fmt.Sprintf("9.0.0.%d", i)
		case i >= largeLines-20:
			address = fmt.Sprintf("2001:db9::%x", i)
		case i >= largeLines-500:
			address = fmt.Sprintf("2001:db8::%x", i)
		}
		lines[i] = fmt.Sprintf("%s %s%d.customers.example.net\n", address, name, i)
	}
	return lines
}

// largeEdit returns the lines after one change. Where they are in no order, an
// address may get its next name far away.
func largeEdit(r *rand.Rand, lines []string, shuffled bool) []string {
	i := r.IntN(len(lines) - 60)
	n := 1 + r.IntN(60)
	address, _, _ := strings.Cut(lines[i], " ")
	if shuffled && r.IntN(3) == 0 {
		address, _, _ = strings.Cut(lines[r.IntN(len(lines))], " ")
	}
	switch r.IntN(8) {
	case 0:
		return slices.Delete(lines, i, i+n)
	case 1:
		return slices.Insert(lines, i, address+" second.example.org third.example.org 600\n")
	case 2:
		return slices.Insert(lines, i, lines[i], "# a comment\n", "no line\n")
	case 3:
		lines[i] = address + " www.paypa1.com\n"
	case 4:
		lines[i], lines[i+n-1] = lines[i+n-1], lines[i]
	default:
		lines[i] = fmt.Sprintf("%s changed%d.example.org\n", address, r.IntN(1000))
	}
	return lines
}
