package index_test

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// A model is the slow, obvious index: it writes every name out.
type model struct {
	zones []string
	nodes map[string]*modelNode
	empty map[string]bool // everything above a node or an apex
	young map[string]bool // reverse names whose address may soon be served
}

// A modelNode is a name that owns something.
type modelNode struct {
	ptr     []string // served names
	made    string   // generated name
	addr    netip.Addr
	forward netip.Addr
	types   map[uint16]bool // of static records
}

func (m *model) node(name string) *modelNode {
	n := m.nodes[name]
	if n == nil {
		n = &modelNode{types: make(map[uint16]bool)}
		m.nodes[name] = n
	}
	return n
}

func newModel(spec index.Spec, mappings desired) *model {
	m := &model{nodes: make(map[string]*modelNode), young: make(map[string]bool)}
	for _, z := range spec.Zones {
		m.zones = append(m.zones, z.Origin)
	}
	for _, r := range spec.Records {
		m.node(r.Name).types[r.Type] = true
	}
	for _, p := range spec.Pools {
		for a := p.Prefix.Addr(); p.Prefix.Contains(a); a = a.Next() {
			m.generate(spec, p, a)
		}
	}
	for x := range mappings.after(netip.Addr{}) {
		name := reverse(x.Addr)
		if x.State.Young() {
			m.young[name] = true
		}
		if x.State.Served() {
			n := m.node(name)
			n.ptr, n.addr = append(n.ptr, x.Name), x.Addr
		}
	}
	m.empty = make(map[string]bool)
	for _, name := range append(slices.Collect(maps.Keys(m.nodes)), m.zones...) {
		for _, above, _ := strings.Cut(name, "."); above != ""; _, above, _ = strings.Cut(above, ".") {
			m.empty[above] = true
		}
	}
	return m
}

func (m *model) generate(spec index.Spec, p rdns.Pool, a netip.Addr) {
	for _, other := range spec.Pools {
		if other.Prefix.Contains(a) && other.Prefix.Bits() > p.Prefix.Bits() {
			return
		}
	}
	owner := reverse(a)
	if _, cut := m.cut(owner); cut || slices.ContainsFunc(spec.Except, func(e netip.Prefix) bool { return e.Contains(a) }) {
		return
	}
	name := string(p.Pattern.Append(nil, a))
	n := m.node(owner)
	n.made, n.addr = name, a
	if p.Forward {
		m.node(name).forward = a
	}
}

func (m *model) zone(name string) string {
	best := ""
	for _, z := range m.zones {
		if (name == z || strings.HasSuffix(name, "."+z)) && len(z) > len(best) {
			best = z
		}
	}
	return best
}

// cut returns the highest delegation at or above the name.
func (m *model) cut(name string) (string, bool) {
	zone := m.zone(name)
	labels := strings.SplitAfter(strings.TrimSuffix(name, zone), ".")
	for i := len(labels) - 2; i >= 0; i-- {
		above := strings.Join(labels[i:], "") + zone
		if n := m.nodes[above]; n != nil && n.types[2] {
			return above, true
		}
	}
	return "", false
}

// describe tells what a name is, in one line.
func (m *model) describe(name string) string {
	zone := m.zone(name)
	if zone == "" {
		return "outside"
	}
	if name == zone {
		return "apex " + zone
	}
	if cut, ok := m.cut(name); ok {
		return fmt.Sprintf("delegation %s in %s at %v", cut, zone, cut == name)
	}
	n := m.nodes[name]
	young := ""
	if m.young[name] {
		young = " young"
	}
	switch {
	case n != nil && n.ptr != nil:
		return fmt.Sprintf("explicit %s %v static %v in %s", n.addr, n.ptr, len(n.types) > 0, zone)
	case n != nil && n.forward.IsValid():
		return fmt.Sprintf("forward %s in %s", n.forward, zone)
	case n != nil && len(n.types) > 0:
		made := n.made
		if made != "" {
			return fmt.Sprintf("generated %s %s static true in %s%s", n.addr, made, zone, young)
		}
		return "static in " + zone + young
	case n != nil:
		return fmt.Sprintf("generated %s %s static false in %s%s", n.addr, n.made, zone, young)
	}
	if m.empty[name] {
		return "empty in " + zone + young
	}
	return "nxdomain in " + zone + young
}

// describe tells the same of the real index.
func describe(s *index.Snapshot, name string) string {
	a := s.Lookup(name)
	if a.Kind == index.Outside {
		return "outside"
	}
	zone := a.Zone.Origin
	static := a.Node != nil && len(a.Node.RRsets) > 0
	young := ""
	if a.Young {
		young = " young"
	}
	switch a.Kind {
	case index.Apex:
		return "apex " + zone
	case index.Cut:
		return fmt.Sprintf("delegation %s in %s at %v", strings.ToLower(name[len(name)-a.CutLen:]), zone, a.AtCut)
	case index.Explicit:
		return fmt.Sprintf("explicit %s %v static %v in %s%s", a.Addr, collect(a.Names), static, zone, young)
	case index.Generated:
		return fmt.Sprintf("generated %s %s static %v in %s%s", a.Addr, a.Pool.Pattern.Append(nil, a.Addr), static, zone, young)
	case index.Forward:
		return fmt.Sprintf("forward %s in %s", a.Addr, zone)
	default:
		return a.Kind.String() + " in " + zone + young
	}
}

func pick[T any](r *rand.Rand, from ...T) T { return from[r.IntN(len(from))] }

var (
	modelZones = []string{
		"2.0.192.in-addr.arpa.", "0.192.in-addr.arpa.", "113.0.203.in-addr.arpa.", "8.b.d.0.1.0.0.2.ip6.arpa.",
		"1.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa.", "host.example.", "p1.host.example.", "example.net.",
	}
	modelPrefixes = []string{
		"192.0.2.0/24", "192.0.2.64/26", "192.0.2.128/25", "192.0.2.250/31", "203.0.113.0/25", "203.0.113.7/32", "192.0.9.0/30",
		"2001:db8::/121", "2001:db8::40/123", "2001:db8:1::ff00/120", "2001:db8:1::ff80/126",
	}
	modelTemplates4 = []string{"ip-{ip}.host.example", "{d}.{c}.p%d.host.example", "x{index}.p%d.host.example", "{hex}.p%d.example.net", "{a}-{b}.{c}-{d}.q%d.host.example"}
	modelTemplates6 = []string{"ip-{ip}.host.example", "h{host}.p%d.host.example", "{rhex}.p%d.example.net", "n{index:4}.p%d.host.example"}
)

// randomSpec makes a configuration that config would pass.
func randomSpec(t *testing.T, r *rand.Rand) index.Spec {
	spec := index.Spec{TTL: 3600}
	for _, z := range modelZones {
		if r.IntN(4) > 0 || z == "host.example." || z == "example.net." {
			spec.Zones = append(spec.Zones, rdns.Zone{Origin: z, NS: []string{"ns1.elsewhere.test."}})
		}
	}
	for i, text := range modelPrefixes {
		prefix := netip.MustParsePrefix(text)
		if r.IntN(2) == 0 {
			continue
		}
		template := pick(r, modelTemplates4...)
		if prefix.Addr().Is6() {
			template = pick(r, modelTemplates6...)
		}
		if strings.Contains(template, "%d") {
			template = fmt.Sprintf(template, i+2)
		}
		spec.Pools = append(spec.Pools, rdns.Pool{Prefix: prefix, Pattern: bindTo(t, template, prefix), Forward: r.IntN(4) > 0})
	}
	for range r.IntN(3) {
		p := netip.MustParsePrefix(pick(r, modelPrefixes...))
		e := netip.PrefixFrom(p.Addr(), min(p.Bits()+r.IntN(4), p.Addr().BitLen()))
		inside := func(q rdns.Pool) bool { return e.Bits() <= q.Prefix.Bits() && e.Contains(q.Prefix.Addr()) }
		if !slices.ContainsFunc(spec.Pools, inside) {
			spec.Except = append(spec.Except, e)
		}
	}
	addRecords(&spec, r)
	return spec
}

func bindTo(t testing.TB, template string, prefix netip.Prefix) *hostname.Pattern {
	t.Helper()
	parsed, err := hostname.ParseTemplate(template)
	if err != nil {
		t.Fatal(err)
	}
	pattern, err := parsed.Bind(prefix)
	if err != nil {
		t.Fatal(err)
	}
	return pattern
}

// addRecords adds the random records that the index does not refuse.
func addRecords(spec *index.Spec, r *rand.Rand) {
	owners := []string{
		"www.host.example.", "a.b.c.host.example.", "p3.host.example.", "5.p3.host.example.", "7.2.p2.host.example.", "example.net.",
		"ip-192-0-2-1.host.example.", "below.ip-192-0-2-2.host.example.", "cut.example.net.", "below.cut.example.net.",
		"7.2.0.192.in-addr.arpa.", "_x.7.2.0.192.in-addr.arpa.", "9.0.192.in-addr.arpa.", "b._dns-sd._udp.2.0.192.in-addr.arpa.",
		"1.9.0.192.in-addr.arpa.", "0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa.", "elsewhere.test.",
	}
	for range r.IntN(6) {
		record := rdns.Record{Name: pick(r, owners...), Type: pick[uint16](r, 16, 16, 1, 2, 15), Data: []byte{1, 'x'}}
		trial := *spec
		trial.Records = append(slices.Clip(spec.Records), record)
		if _, err := index.NewFrame(trial); err == nil {
			*spec = trial
		}
	}
}

// randomChanges changes addresses in and beside the pools.
func randomChanges(r *rand.Rand) []index.Change {
	return someChanges(r, r.IntN(60), func(r *rand.Rand) netip.Addr {
		a := netip.MustParsePrefix(pick(r, modelPrefixes...)).Addr()
		for range r.IntN(40) {
			a = a.Next()
		}
		return a
	})
}

// questions returns every name of the model, those above, and names like them.
func (m *model) questions(r *rand.Rand) []string {
	set := make(map[string]bool)
	names := maps.Clone(m.young)
	for name := range m.nodes {
		names[name] = true
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		for at := name; at != ""; _, at, _ = strings.Cut(at, ".") {
			set[at] = true
		}
		set["foo."+name], set["1."+name], set[`a\.b.`+name], set["0"+name], set[`a\\.`+name], set[`\\\.x.`+name] = true, true, true, true, true, true
		b := []byte(name)
		b[r.IntN(len(b)-1)] = pick(r, []byte("0123456789abcdef-.")...)
		if s := string(b); !strings.Contains(s, "..") && s[0] != '.' {
			set[s] = true
		}
	}
	for _, z := range m.zones {
		set[z] = true
	}
	delete(set, "")
	return slices.SortedFunc(maps.Keys(set), cmp.Compare[string])
}

// TestModel compares the index with the model on random data: first as it was
// built, then after changes, then under another frame.
func TestModel(t *testing.T) {
	for seed := range uint64(25) {
		r := rand.New(rand.NewPCG(seed, 1))
		spec, mappings := randomSpec(t, r), desired{}
		mappings.apply(randomChanges(r))
		s := build(t, newFrame(t, spec), mappings)
		compareModel(t, r, s, spec, mappings)

		changes := randomChanges(r)
		s = s.With(changes)
		mappings.apply(changes)
		compareModel(t, r, s, spec, mappings)

		spec = randomSpec(t, r)
		s = s.WithFrame(newFrame(t, spec))
		compareModel(t, r, s, spec, mappings)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func newFrame(t testing.TB, spec index.Spec) *index.Frame {
	t.Helper()
	f, err := index.NewFrame(spec)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func compareModel(t *testing.T, r *rand.Rand, s *index.Snapshot, spec index.Spec, mappings desired) {
	t.Helper()
	m := newModel(spec, mappings)
	for _, q := range m.questions(r) {
		want := m.describe(q)
		if got := describe(s, q); got != want {
			t.Errorf("%q: got %q, want %q", q, got, want)
		}
		if got := describe(s, strings.ToUpper(q)); got != want {
			t.Errorf("upper-case %q: got %q, want %q", q, got, want)
		}
	}
	if t.Failed() {
		t.Fatalf("pools %+v, except %v, records %+v", spec.Pools, spec.Except, spec.Records)
	}
}
