package diff_test

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/diff"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// A fake side has answers, and pools whose other addresses are called "made.".
type fake struct {
	answers map[string]diff.Answer
	pools   []netip.Prefix
	broken  string // an address that it cannot answer for
}

func (f *fake) Ask(_ context.Context, a netip.Addr) (diff.Answer, error) {
	if a.String() == f.broken {
		return diff.Answer{}, errors.New("timeout")
	}
	if answer, ok := f.answers[a.String()]; ok {
		return answer, nil
	}
	for _, p := range f.pools {
		if p.Contains(a) {
			return diff.Answer{Names: []string{"made."}, TTL: 60, Generated: true}, nil
		}
	}
	return diff.Answer{}, nil
}

func (f *fake) Listed() (all []netip.Addr) {
	for a := range f.answers {
		all = append(all, netip.MustParseAddr(a))
	}
	return all
}

func (f *fake) Pools() []netip.Prefix { return f.pools }

func named(ttl uint32, names ...string) diff.Answer { return diff.Answer{Names: names, TTL: ttl} }

func TestCompare(t *testing.T) {
	old := &fake{answers: map[string]diff.Answer{
		"192.0.2.1": named(60, "a.", "b."), "192.0.2.2": named(60, "a."), "192.0.2.3": named(60, "a."),
		"192.0.2.4": named(60, "a."), "192.0.2.6": named(0, "a."), "192.0.2.7": named(60, "made."),
	}, broken: "192.0.2.9"}
	next := &fake{answers: map[string]diff.Answer{
		"192.0.2.1": named(60, "a.", "b."), "192.0.2.2": named(60, "b."), "192.0.2.3": named(61, "a."),
		"192.0.2.4": {}, "192.0.2.5": named(60, "a."), "192.0.2.6": named(60, "a."),
	}, pools: []netip.Prefix{netip.MustParsePrefix("192.0.2.6/31"), netip.MustParsePrefix("192.0.2.8/31")}}
	addrs, left, err := diff.Scope(old, next, nil)
	if err != nil || len(addrs) != 9 || left != nil {
		t.Fatalf("%v %v %v", addrs, left, err)
	}
	done := 0
	got := diff.Compare(t.Context(), old, next, addrs, diff.Options{Fill: true, Workers: 4, Each: func() { done++ }})
	want := &diff.Report{Version: 1, Compared: 9, Equal: 3, Filled: 1, NotCompared: []string{}, Unread: []string{}, Differences: []diff.Difference{
		{Address: "192.0.2.2", Kind: diff.Names, Old: []string{"a."}, New: []string{"b."}, OldTTL: 60, NewTTL: 60},
		{Address: "192.0.2.3", Kind: diff.TTL, Old: []string{"a."}, New: []string{"a."}, OldTTL: 60, NewTTL: 61},
		{Address: "192.0.2.4", Kind: diff.OnlyOld, Old: []string{"a."}, New: []string{}, OldTTL: 60},
		{Address: "192.0.2.5", Kind: diff.OnlyNew, Old: []string{}, New: []string{"a."}, NewTTL: 60},
		{Address: "192.0.2.9", Kind: diff.Unknown, Old: []string{}, New: []string{}, Error: "timeout"},
	}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
	if done != len(addrs) || got.Same() {
		t.Errorf("%d done", done)
	}
	strict := diff.Compare(t.Context(), old, next, addrs, diff.Options{IgnoreTTL: true})
	if len(strict.Differences) != 5 || strict.Filled != 0 {
		t.Errorf("without fill: %+v", strict)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if r := diff.Compare(ctx, old, next, addrs, diff.Options{}); len(r.Differences) != 9 || r.Differences[0].Kind != diff.Unknown {
		t.Errorf("cancelled: %+v", r)
	}
}

func TestScope(t *testing.T) {
	prefixes := func(words ...string) (all []netip.Prefix) {
		for _, w := range words {
			all = append(all, netip.MustParsePrefix(w))
		}
		return all
	}
	side := &fake{answers: map[string]diff.Answer{"192.0.2.1": {}, "2001:db8::1": {}, "198.51.100.1": {}}}
	for name, test := range map[string]struct {
		pools, only []netip.Prefix
		want, left  int
	}{
		"listed":        {nil, nil, 3, 0},
		"pools":         {prefixes("192.0.2.0/24", "192.0.2.128/25"), nil, 258, 0},
		"large":         {prefixes("2001:db8::/32", "10.0.0.0/8"), nil, 3, 2},
		"only":          {prefixes("192.0.2.0/24"), prefixes("192.0.2.0/30"), 4, 0},
		"only large":    {nil, prefixes("2001:db8::/64"), 1, 1},
		"small of IPv6": {prefixes("2001:db8::/120"), nil, 258, 0},
	} {
		side.pools = test.pools
		addrs, left, err := diff.Scope(side, &fake{}, test.only)
		if err != nil || len(addrs) != test.want || len(left) != test.left {
			t.Errorf("%s: %d addresses, %v left, %v", name, len(addrs), left, err)
		}
	}
	side.pools = prefixes("10.0.0.0/12", "10.16.0.0/12", "10.32.0.0/12")
	if _, _, err := diff.Scope(side, &fake{}, nil); err == nil {
		t.Error("three million addresses")
	}
}

func TestFile(t *testing.T) {
	a := netip.MustParseAddr("192.0.2.1")
	side := diff.File(slices.All([]rdns.Mapping{{Addr: a, Name: "b.", TTL: 0}, {Addr: a, Name: "a.", TTL: 9}, {Addr: a, Name: "a.", TTL: 7}}))
	got, err := side.Ask(t.Context(), a)
	if d := cmp.Diff(named(7, "a.", "b."), got); d != "" || err != nil || len(side.Listed()) != 1 || side.Pools() != nil {
		t.Errorf("%v %s", err, d)
	}
}
