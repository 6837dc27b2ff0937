package config_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
)

// A network is a random block of pools in 10.0.0.0/24.
type network struct {
	prefixes  []netip.Prefix
	templates []string
	except    []netip.Prefix
	record    string
	zone      string // below host.example
}

func randomNetwork(r *rand.Rand) network {
	templates := []string{
		"{ip}", "{hex}", "{rip}", "{a}-{b}-{c}-{d}", "{d}.{c}", "{d}", "{d:3}", "{host}", "{index}", "{host:4}", "x{d}", "x{ip}", "{ip}.x", "{d}.x", "{net:28}-{d}", "{index}.{d}", "{d}-{c}",
	}
	var n network
	for range 1 + r.IntN(4) {
		p := randomPrefix(r)
		if !slices.Contains(n.prefixes, p) {
			n.prefixes = append(n.prefixes, p)
			n.templates = append(n.templates, templates[r.IntN(len(templates))]+".host.example")
		}
	}
	if r.IntN(2) == 0 {
		n.except = append(n.except, randomPrefix(r))
	}
	n.record = randomName(r)
	n.zone = randomName(r)
	return n
}

func randomPrefix(r *rand.Rand) netip.Prefix {
	p, _ := netip.AddrFrom4([4]byte{10, 0, 0, byte(r.IntN(64))}).Prefix(26 + r.IntN(5))
	return p
}

// randomName returns a name that may well be a generated one, or above some.
func randomName(r *rand.Rand) string {
	d := strconv.Itoa(r.IntN(64))
	forms := []string{"#", "0.#", "#.0", "#.x", "10-0-0-#", "0#", "0", "x"}
	return strings.ReplaceAll(forms[r.IntN(len(forms))], "#", d) + ".host.example"
}

func (n network) text() string {
	var b strings.Builder
	for i, p := range n.prefixes {
		fmt.Fprintf(&b, "pool %s %s\n", p, n.templates[i])
	}
	for _, p := range n.except {
		fmt.Fprintf(&b, "except %s\n", p)
	}
	fmt.Fprintf(&b, "record %s TXT x\n", n.record)
	return "rdnsmgr {\n" + servers + b.String() + "}"
}

// owner returns the pool with the longest prefix around a, or -1.
func (n network) owner(a netip.Addr) int {
	best := -1
	for i, p := range n.prefixes {
		if p.Contains(a) && (best < 0 || p.Bits() > n.prefixes[best].Bits()) {
			best = i
		}
	}
	return best
}

// conflict generates every name and returns what is wrong with one, or "".
func (n network) conflict() string {
	names := make(map[string]netip.Addr)
	for a := netip.MustParseAddr("10.0.0.0"); a.Less(netip.MustParseAddr("10.0.0.64")); a = a.Next() {
		i := n.owner(a)
		if i < 0 || slices.ContainsFunc(n.except, func(p netip.Prefix) bool { return p.Contains(a) }) {
			continue
		}
		template, err := hostname.ParseTemplate(n.templates[i])
		if err != nil {
			return err.Error()
		}
		pattern, err := template.Bind(n.prefixes[i])
		if err != nil {
			return err.Error()
		}
		name := string(pattern.Append(nil, a))
		other, taken := names[name]
		switch {
		case taken:
			return fmt.Sprintf("%s is the name of %s and %s", name, other, a)
		case name == n.record+".":
			return fmt.Sprintf("%s is the name of %s and a record", name, a)
		case inside(name, n.zone+".") && !inside(n.templates[i], n.zone):
			return fmt.Sprintf("%s is the name of %s and in the zone %s", name, a, n.zone)
		}
		names[name] = a
	}
	return ""
}

// inside tells whether name is at or below zone.
func inside(name, zone string) bool { return strings.HasSuffix("."+name, "."+zone) }

// TestModel compares the checks with a slow model that generates every name: what
// the model finds wrong is never accepted.
func TestModel(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var accepted, refused int
	for range 5000 {
		n := randomNetwork(r)
		conflict := n.conflict()
		_, err := parse([]string{"10.in-addr.arpa", "host.example", n.zone}, n.text())
		switch {
		case conflict != "" && err == nil:
			t.Fatalf("accepted, but %s:\n%s\nzone %s", conflict, n.text(), n.zone)
		case err == nil:
			accepted++
		case conflict != "":
			refused++
		}
	}
	if accepted < 100 || refused < 100 {
		t.Errorf("%d accepted and %d refused: too few of one kind to say much", accepted, refused)
	}
	t.Logf("%d accepted, %d refused", accepted, refused)
}
