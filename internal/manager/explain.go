package manager

import (
	"net/netip"

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
	m, lines := b.manager, lineFinder{block: b}
	for d := range b.Snapshot().At(a) {
		if len(accounts) == maxAccounts {
			break
		}
		one := Account{Mapping: d, Pos: b.written(&d, &lines)}
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
func (b *Block) written(d *index.Mapping, lines *lineFinder) rdns.Position {
	if d.Source != corefile {
		from := int32(d.Source) //nolint:gosec // lines of a Corefile
		return rdns.Position{File: b.mappings[from].path, Line: int(lines.find(from, &d.Mapping))}
	}
	for _, m := range b.Config.Mappings {
		if m.Addr == d.Addr && m.Name == d.Name {
			return m.Pos
		}
	}
	return b.Config.Pos
}

// Policy returns the rules for the names of the block; nil when the look check
// is off.
func (b *Block) Policy() *policy.Policy { return b.policy }

// Sources returns the last good content of each mapping file, in the order of
// the Corefile. It reads the files again.
func (b *Block) Sources() []*source.Set {
	sets := make([]*source.Set, len(b.mappings))
	for i, f := range b.mappings {
		if sets[i] = f.again(); sets[i] == nil {
			sets[i] = &source.Set{Summary: *f.good}
		}
	}
	return sets
}
