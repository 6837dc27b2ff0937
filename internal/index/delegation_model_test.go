package index_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// A blockModel is the slow model with delegated blocks and classless zones,
// every name of which it writes out.
type blockModel struct {
	*model
	alias map[string]string // canonical names of the addresses that are aliases
}

func newBlockModel(spec index.Spec, mappings desired) *blockModel {
	m := &blockModel{alias: make(map[string]string)}
	plain := spec
	for _, d := range spec.Delegations {
		plain.Except = append(slices.Clip(plain.Except), d.Prefix)
		for _, cut := range m.delegate(spec, d) {
			plain.Records = append(slices.Clip(plain.Records), rdns.Record{Name: cut, Type: 2})
		}
	}
	m.model = newModel(plain, mappings)
	m.addMembers(spec)
	for name := range m.alias {
		m.node(name)
	}
	for _, name := range slices.Concat(slices.Collect(maps.Keys(m.nodes)), m.zones) {
		for _, above, _ := strings.Cut(name, "."); above != ""; _, above, _ = strings.Cut(above, ".") {
			m.empty[above] = true
		}
	}
	return m
}

// delegate writes the aliases of a block out and returns its cuts.
func (m *blockModel) delegate(spec index.Spec, d rdns.Delegation) []string {
	var cuts []string
	for _, base := range bases(spec, d.Prefix) {
		octets := base != ""
		switch {
		case d.Target != nil || d.Label != "":
			cuts = append(cuts, m.writeAliases(d, base)...)
		case octets:
			cuts = append(cuts, fmt.Sprintf("%d.%s", d.Prefix.Addr().As4()[3], base))
		default:
			for _, p := range arpa.Zones(d.Prefix) {
				cuts = append(cuts, arpa.Name(p))
			}
		}
	}
	return cuts
}

// bases returns the classless zones that hold the prefix, and "" for the zone
// of its reverse names.
func bases(spec index.Spec, p netip.Prefix) []string {
	var out []string
	whole := arpa.Name(p)
	plain := false
	for _, z := range spec.Zones {
		if block, ok := arpa.ParseClassless(z.Origin); ok && block.Contains(p.Addr()) && block.Bits() <= p.Bits() {
			out = append(out, z.Origin)
		}
		_, isPlain, _ := arpa.Parse(z.Origin)
		plain = plain || isPlain && strings.HasSuffix("."+whole, "."+z.Origin)
	}
	if plain {
		out = append(out, "")
	}
	return out
}

func (m *blockModel) writeAliases(d rdns.Delegation, base string) (cuts []string) {
	for a := d.Prefix.Addr(); d.Prefix.Contains(a); a = a.Next() {
		name := arpa.Name(netip.PrefixFrom(a, a.BitLen()))
		around := strings.SplitAfterN(name, ".", 2)[1]
		if base != "" {
			name, around = fmt.Sprintf("%d.%s", a.As4()[3], base), base
		}
		if d.Target != nil {
			m.alias[name] = string(d.Target.Append(nil, a))
			continue
		}
		child := d.Label + "." + around
		m.alias[name], cuts = fmt.Sprintf("%d.%s", a.As4()[3], child), []string{child}
	}
	return cuts
}

// addMembers copies what the addresses of classless zones have.
func (m *blockModel) addMembers(spec index.Spec) {
	for _, z := range spec.Zones {
		block, ok := arpa.ParseClassless(z.Origin)
		for a := block.Addr(); ok && block.Contains(a); a = a.Next() {
			name := fmt.Sprintf("%d.%s", a.As4()[3], z.Origin)
			whole := arpa.Name(netip.PrefixFrom(a, 32))
			n := m.nodes[whole]
			if _, aliased := m.alias[name]; !aliased && m.young[whole] {
				m.young[name] = true
			}
			if _, aliased := m.alias[name]; aliased || n == nil || n.ptr == nil && n.made == "" {
				continue
			}
			if _, cut := m.cut(name); !cut {
				member := m.node(name)
				member.ptr, member.made, member.addr = n.ptr, n.made, n.addr
			}
		}
	}
}

func (m *blockModel) describe(name string) string {
	target, aliased := m.alias[name]
	zone := m.zone(name)
	if _, cut := m.cut(name); !aliased || cut || zone == "" || zone == name {
		return m.model.describe(name)
	}
	return fmt.Sprintf("alias of %s in %s", target, zone)
}

// describeBlock tells the same of the real index.
func describeBlock(s *index.Snapshot, name string) string {
	a := s.Lookup(name)
	if a.Kind != index.Aliased {
		return describe(s, name)
	}
	return fmt.Sprintf("alias of %s in %s", a.Alias.Append(nil, a.Addr), a.Zone.Origin)
}

// addBlocks adds classless zones and delegations as config would pass them.
func addBlocks(t *testing.T, spec *index.Spec, r *rand.Rand) {
	for _, origin := range []string{"0/25.2.0.192.in-addr.arpa.", "64-127.2.0.192.in-addr.arpa.", "0-31.113.0.203.in-addr.arpa."} {
		if r.IntN(3) == 0 {
			spec.Zones = append(spec.Zones, rdns.Zone{Origin: origin, NS: []string{"ns1.elsewhere.test."}})
		}
	}
	prefixes := []string{
		"192.0.2.64/26", "192.0.2.128/25", "192.0.2.32/27", "192.0.2.7/32", "192.0.2.9/32", "192.0.2.250/31", "192.0.2.0/28", "192.0.8.0/23", "192.0.2.0/24",
		"203.0.113.0/28", "203.0.113.16/30", "203.0.113.128/25", "2001:db8::40/123", "2001:db8:1::ff00/121", "2001:db8:1:2::/64", "2001:db8:1::/46", "2001:db8:1::ff03/128",
	}
	for range r.IntN(7) {
		d := rdns.Delegation{Prefix: netip.MustParsePrefix(pick(r, prefixes...)), Servers: []string{"ns1.elsewhere.test."}}
		small := d.Prefix.Addr().BitLen()-d.Prefix.Bits() <= 8
		switch {
		case small && r.IntN(4) == 0:
			d.Servers, d.Target = nil, bindTo(t, "{index}.rev.elsewhere.test", d.Prefix)
		case arpa.Classless(d.Prefix):
			d.Label = pick(r, append(arpa.ClasslessLabels(d.Prefix), "own")...)
		}
		trial := *spec
		trial.Delegations = append(slices.Clip(spec.Delegations), d)
		if _, err := index.NewFrame(trial); err == nil && delegable(*spec, d.Prefix) {
			*spec = trial
		}
	}
}

// delegable tells whether a prefix holds no zone of ours, and no other block.
func delegable(spec index.Spec, p netip.Prefix) bool {
	for _, z := range spec.Zones {
		apex, whole, _ := arpa.Parse(z.Origin)
		if block, ok := arpa.ParseClassless(z.Origin); ok {
			apex, whole = block, true
		}
		if whole && p.Bits() <= apex.Bits() && p.Contains(apex.Addr()) {
			return false
		}
	}
	return !slices.ContainsFunc(spec.Delegations, func(d rdns.Delegation) bool { return d.Prefix.Overlaps(p) })
}

// servable keeps the mappings of addresses that we answer for.
func servable(f *index.Frame, changes []index.Change) desired {
	mappings := desired{}
	for _, c := range changes {
		if _, ok := f.Serves(c.Addr); ok {
			mappings.apply([]index.Change{c})
		}
	}
	return mappings
}

// randomWorld makes random mappings, and the index and the model of all.
func randomWorld(t *testing.T, spec index.Spec, r *rand.Rand) (*index.Snapshot, *blockModel) {
	t.Helper()
	f := newFrame(t, spec)
	mappings := servable(f, randomChanges(r))
	return build(t, f, mappings), newBlockModel(spec, mappings)
}

// TestBlockModel compares the index with the model on random data with
// delegated blocks and classless zones.
func TestBlockModel(t *testing.T) {
	kinds := make(map[index.Kind]int)
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 2))
		spec := randomSpec(t, r)
		addBlocks(t, &spec, r)
		s, m := randomWorld(t, spec, r)
		for _, q := range m.questions(r) {
			kinds[s.Lookup(q).Kind]++
			if got, want := describeBlock(s, q), m.describe(q); got != want {
				t.Errorf("seed %d: %q: got %q, want %q", seed, q, got, want)
			}
		}
		if t.Failed() {
			t.Fatalf("seed %d: zones %+v\npools %+v\nexcept %v\nrecords %+v\ndelegations %+v", seed, spec.Zones, spec.Pools, spec.Except, spec.Records, spec.Delegations)
		}
	}
	for _, k := range []index.Kind{index.Aliased, index.Cut, index.Explicit, index.Generated, index.Empty, index.Missing} {
		if kinds[k] < 300 {
			t.Errorf("only %d names were %s", kinds[k], k)
		}
	}
}
