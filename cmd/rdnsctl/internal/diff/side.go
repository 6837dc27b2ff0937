package diff

import (
	"context"
	"iter"
	"net/netip"
	"slices"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/site"
	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// An Answer is the PTR RRset of an address.
type Answer struct {
	Names     []string // sorted, in lower case, with the final dot; or where one is sent instead
	TTL       uint32   // seconds; 0 if the side does not say
	Generated bool     // made by a template
}

// What stands in front of names that are no PTR records: where an alias points,
// and who is asked instead.
const (
	alias    = "CNAME "
	referral = "NS "
)

// A Side is one of the two that are compared. Its methods may be called by
// several goroutines at once.
type Side interface {
	// Ask returns what the side answers. The error says why it is not known.
	Ask(ctx context.Context, a netip.Addr) (Answer, error)
	// Listed returns the addresses that have names of their own.
	Listed() []netip.Addr
	// Pools returns the prefixes whose addresses have generated names.
	Pools() []netip.Prefix
}

// A fileSide answers from mappings.
type fileSide struct {
	answers map[netip.Addr]Answer
	listed  []netip.Addr
}

// File returns the side of mappings, as source.Set.All yields them.
func File(mappings iter.Seq2[int, rdns.Mapping]) Side {
	f := &fileSide{answers: make(map[netip.Addr]Answer)}
	for _, m := range mappings {
		a, ok := f.answers[m.Addr]
		if !ok {
			f.listed = append(f.listed, m.Addr)
		}
		a.Names = append(a.Names, m.Name)
		if a.TTL == 0 || m.TTL != 0 && m.TTL < a.TTL { // RFC 2181, 5.2
			a.TTL = m.TTL
		}
		f.answers[m.Addr] = a
	}
	for addr, a := range f.answers {
		slices.Sort(a.Names)
		a.Names = slices.Compact(a.Names)
		f.answers[addr] = a
	}
	return f
}

func (f *fileSide) Ask(_ context.Context, a netip.Addr) (Answer, error) { return f.answers[a], nil }
func (f *fileSide) Listed() []netip.Addr                                { return f.listed }
func (*fileSide) Pools() []netip.Prefix                                 { return nil }

// A siteSide answers as the server with this configuration would.
type siteSide struct{ *site.Site }

// Site returns the side of a configuration.
func Site(s *site.Site) Side { return siteSide{s} }

func (s siteSide) Ask(_ context.Context, a netip.Addr) (Answer, error) {
	b, found := s.Find(a)
	answer := Answer{Names: site.Names(found), TTL: site.TTL(found), Generated: found.Kind == index.Generated}
	switch found.Kind {
	case index.Aliased:
		answer.Names, answer.TTL = []string{alias + string(found.Alias.Append(nil, a))}, found.Alias.TTL
	case index.Cut:
		for _, server := range b.Servers(found) {
			answer.Names = append(answer.Names, referral+server)
		}
	default:
	}
	slices.Sort(answer.Names)
	return answer, nil
}

func (s siteSide) Listed() []netip.Addr {
	var all []netip.Addr
	for _, b := range s.Blocks {
		for _, e := range b.Entries() {
			all = append(all, e.Addr)
		}
	}
	return all
}

func (s siteSide) Pools() []netip.Prefix {
	var all []netip.Prefix
	for _, b := range s.Blocks {
		for _, p := range b.Config.Pools {
			all = append(all, p.Prefix)
		}
	}
	return all
}
