package manager

import (
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
	"github.com/rdnsmgr/rdnsmgr/internal/index"
)

// Types of records (RFC 1035, 3.2.2 and RFC 3596).
const (
	typeA     = 1
	typeCNAME = 5
	typeAAAA  = 28
)

// own answers a question of confirmation from our own data: for the names that
// we generate or hold, and for those that do not exist in our zones. ok is false
// for all names that somebody else must be asked about. Called by the engine.
//
// Of nested zones the longest has the name, whichever block serves it. Several
// blocks may show different views of that zone: an address in any of them
// counts, and when one of them leaves the name to others, so do we.
func (m *Manager) own(q confirm.Question) (reply confirm.Reply, ok bool) {
	longest := 0
	for _, b := range m.blocks {
		a := b.Snapshot().Lookup(q.Name)
		if a.Kind == index.Outside || len(a.Zone.Origin) < longest {
			continue
		}
		r, mine := b.own(&a, q)
		switch {
		case len(a.Zone.Origin) > longest:
			longest, reply, ok = len(a.Zone.Origin), r, mine
		case !mine:
			ok = false
		case better(&r, &reply):
			reply = r
		}
	}
	return reply, ok
}

// better reports whether a says more for the name than b.
func better(a, b *confirm.Reply) bool {
	return a.Outcome < b.Outcome || a.Outcome == b.Outcome && len(a.Addrs) > len(b.Addrs)
}

func (b *Block) own(a *index.Answer, q confirm.Question) (confirm.Reply, bool) {
	switch a.Kind {
	case index.Outside, index.Cut, index.Aliased:
		return confirm.Reply{}, false
	case index.Missing:
		return denial(confirm.NXDomain), !b.fallsThrough(q.Name)
	case index.Forward:
		if a.Addr.Is6() == q.V6 {
			return addresses(a.Addr), true
		}
	case index.Empty, index.Apex, index.Static, index.Explicit, index.Generated:
	}
	return static(a, q.V6)
}

// static answers from the static data at the name. An alias leads elsewhere.
func static(a *index.Answer, v6 bool) (confirm.Reply, bool) {
	if a.Node.RRset(typeCNAME) != nil {
		return confirm.Reply{}, false
	}
	t := uint16(typeA)
	if v6 {
		t = typeAAAA
	}
	set := a.Node.RRset(t)
	if set == nil {
		return denial(confirm.NoData), true
	}
	var addrs []netip.Addr
	for _, data := range set.Data {
		if addr, ok := netip.AddrFromSlice(data); ok {
			addrs = append(addrs, addr)
		}
	}
	return addresses(addrs...), true
}

// ownTTL is the TTL of our own answers: no cache stands in between.
const ownTTL = time.Second

func addresses(addrs ...netip.Addr) confirm.Reply {
	slices.SortFunc(addrs, netip.Addr.Compare)
	return confirm.Reply{Outcome: confirm.Addresses, Addrs: addrs, TTL: ownTTL}
}

func denial(o confirm.Outcome) confirm.Reply { return confirm.Reply{Outcome: o, TTL: ownTTL} }

// fallsThrough reports whether another plugin may know a name that we do not.
func (b *Block) fallsThrough(name string) bool {
	f := b.Config.Fallthrough
	return f != nil && slices.ContainsFunc(f.Zones, func(zone string) bool { return name == zone || zone == "." || strings.HasSuffix(name, "."+zone) })
}

// canaryZone returns one of our zones, the first forward zone if there is one.
func (m *Manager) canaryZone() string {
	zone := ""
	for _, b := range m.blocks {
		for _, z := range b.Config.Zones {
			if _, _, reverse := arpa.Parse(z.Origin); !reverse {
				return z.Origin
			} else if zone == "" {
				zone = z.Origin
			}
		}
	}
	return zone
}
