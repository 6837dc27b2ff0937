package manager

import (
	"net/netip"
	"sort"

	"github.com/rdnsmgr/rdnsmgr/internal/claims"
	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/policy"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

// What follows tells people why an address has the names that it has. It reads
// what belongs to Load, then to Run: call it between the two, or from Run, as
// the methods of inquiry.go do.

// An Account tells what becomes of a mapping, and why.
type Account struct {
	index.Mapping

	Pos      rdns.Position
	Verdict  policy.Verdict  // of the rules as they are now; the zero Verdict when the look check is off
	Claim    rdns.Claim      // against those of other owners
	Rivals   []claims.Party  // the other owners who want the name
	Asked    bool            // confirmation looks after it
	Record   confirm.Record  // what is known of its confirmation; zero when that is off or does not look after it
	Evidence confirm.Verdict // of the last check, as far as this process remembers it
}

// Explain returns the desired mappings of an address, in the order of preference,
// the first maxAccounts of them: files may have any number.
func (b *Block) Explain(a netip.Addr) []Account {
	var accounts []Account
	m := b.manager
	for d := range b.Snapshot().At(a) {
		if len(accounts) == maxAccounts {
			break
		}
		one := Account{Mapping: d, Pos: b.written(&d)}
		if b.policy != nil {
			one.Verdict = b.policy.Check(policy.Request{Addr: d.Addr, Name: d.Name, Class: d.Class, Owner: d.Owner})
		}
		if asked(d.State) {
			one.Claim = m.book.Claim(d.Mapping, m.holds(d.Name))
			one.Rivals = m.rivals(&d.Mapping)
		}
		if one.Asked = m.confirm != nil && asked(d.State); one.Asked {
			one.Record, one.Evidence = m.confirm.engine.Explain(confirmed(&d.Mapping))
		}
		accounts = append(accounts, one)
	}
	return accounts
}

// rivals returns the parties of other owners who want the name of a mapping.
func (m *Manager) rivals(d *rdns.Mapping) (others []claims.Party) {
	for _, p := range m.book.Parties(d.Name) {
		if d.Owner != "" && p.Owner != d.Owner {
			others = append(others, p)
		}
	}
	return others
}

// written returns where a desired mapping stands.
func (b *Block) written(d *index.Mapping) rdns.Position {
	if d.Source >= 0 {
		f := b.mappings[d.Source]
		return rdns.Position{File: f.path, Line: lineOf(f.good, d)}
	}
	for _, m := range b.Config.Mappings {
		if m.Addr == d.Addr && m.Name == d.Name {
			return m.Pos
		}
	}
	return b.Config.Pos
}

// lineOf finds the line of a mapping that is in the set.
func lineOf(s *source.Set, d *index.Mapping) int {
	n := len(s.Mappings)
	k := sort.Search(n, func(k int) bool { return !s.Mappings[s.ByAddress(k)].Addr.Less(d.Addr) })
	for ; k < n; k++ {
		i := s.ByAddress(k)
		if m := &s.Mappings[i]; m.Addr != d.Addr || m.Name == d.Name {
			return s.Line(i)
		}
	}
	return 0
}

// Policy returns the rules for the names of the block; nil when the look check
// is off.
func (b *Block) Policy() *policy.Policy { return b.policy }

// Sources returns the last good content of each mapping file, in the order of
// the Corefile.
func (b *Block) Sources() []*source.Set {
	sets := make([]*source.Set, len(b.mappings))
	for i, f := range b.mappings {
		sets[i] = f.good
	}
	return sets
}
