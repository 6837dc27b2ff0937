package explain

import (
	"fmt"
	"net/netip"
	"slices"
	"time"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/site"
	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/manager"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// Address explains what is answered for the reverse name of an address.
func Address(s *site.Site, a netip.Addr) *Report {
	b, answer := s.Find(a)
	r := newReport(s, a.String(), arpa.Name(netip.PrefixFrom(a, a.BitLen())), b, answer)
	if b != nil {
		if answer.Kind != index.Aliased && answer.Kind != index.Cut {
			r.pool(b, a)
		}
		for _, account := range b.Explain(a) {
			r.account(&account)
		}
	}
	r.strangers(s, func(e *site.Entry) bool { return e.Addr == a })
	return r
}

// Name explains what is answered for a name, which has its final dot and is in
// lower case. The name of an address is explained as the address.
func Name(s *site.Site, name string) *Report {
	if p, whole, _ := arpa.Parse(name); whole && p.IsSingleIP() {
		return Address(s, p.Addr())
	}
	b, answer := s.FindName(name)
	if answer.Addr.IsValid() && answer.Kind != index.Forward { // of a classless zone
		return Address(s, answer.Addr)
	}
	r := newReport(s, name, name, b, answer)
	if answer.Kind == index.Forward {
		r.pool(b, answer.Addr)
		if names := site.Names(b.Lookup(answer.Addr)); len(names) != 1 || names[0] != name {
			r.notef("%s has a name of its own, %q: this name leads to the address, and not back", answer.Addr, names)
		}
	}
	for _, b := range s.Blocks {
		r.wanting(b, name)
	}
	r.strangers(s, func(e *site.Entry) bool { return e.Name == name })
	return r
}

// wanting adds the mappings of a block to a name.
func (r *Report) wanting(b *site.Block, name string) {
	for _, e := range b.Entries() {
		if e.Name != name || !e.Ours || r.full() {
			continue
		}
		for _, account := range b.Explain(e.Addr) {
			if account.Name == name && account.Pos == e.Pos {
				r.account(&account)
			}
		}
	}
}

// maxMappings is how many mappings are explained; files may have any number.
const maxMappings = 1000

// full tells whether there are enough mappings, and notes it once.
func (r *Report) full() bool {
	if len(r.Mappings) < maxMappings {
		return false
	}
	if note := fmt.Sprintf("only the first %d mappings are listed", maxMappings); !slices.Contains(r.Notes, note) {
		r.Notes = append(r.Notes, note)
	}
	return true
}

func newReport(s *site.Site, query, name string, b *site.Block, answer index.Answer) *Report {
	r := &Report{
		Query: query, Name: name, Kind: answer.Kind.String(),
		Answer: Answer{Records: []string{}}, Holds: []Held{}, Notes: []string{}, Mappings: []Mapping{},
	}
	for _, one := range s.Blocks {
		for _, h := range one.Status().Held {
			r.Holds = append(r.Holds, Held{h.Path, h.Reason})
		}
	}
	if b == nil {
		r.notef("it is in none of our zones: another server is asked for it")
		return r
	}
	r.Zone, r.Block = answer.Zone.Origin, b.Config.Pos.String()
	r.records(b, &answer)
	return r
}

// records says what resolvers are told.
func (r *Report) records(b *site.Block, answer *index.Answer) {
	add := func(ttl uint32, kind string, data ...string) {
		r.Answer.TTL = ttl
		for _, d := range data {
			r.Answer.Records = append(r.Answer.Records, kind+" "+d)
		}
	}
	switch answer.Kind {
	case index.Explicit, index.Generated:
		add(site.TTL(*answer), "PTR", site.Names(*answer)...)
	case index.Forward:
		kind := "A"
		if answer.Addr.Is6() {
			kind = "AAAA"
		}
		add(answer.Pool.TTL, kind, answer.Addr.String())
	case index.Aliased:
		add(answer.Alias.TTL, "CNAME", string(answer.Alias.Append(nil, answer.Addr)))
		r.notef("%s is delegated: whoever has the name of the alias answers", answer.Alias.Prefix)
	case index.Cut:
		add(0, "NS", b.Servers(*answer)...)
		r.notef("it is delegated: the name servers above are asked instead")
	case index.Missing:
		r.notef("nothing has the name, nor anything below it: NXDOMAIN")
	case index.Empty:
		r.notef("names below it exist, so it does, without records: NODATA")
	case index.Outside, index.Apex, index.Static:
	}
	if answer.Young {
		r.notef("a mapping may be served soon: the TTL of the answer is short until then")
	}
}

func (r *Report) pool(b *site.Block, a netip.Addr) {
	var found *rdns.Pool
	for i := range b.Config.Pools {
		p := &b.Config.Pools[i]
		if p.Prefix.Contains(a) && (found == nil || p.Prefix.Bits() > found.Prefix.Bits()) {
			found = p
		}
	}
	for _, e := range b.Config.Except {
		if e.Contains(a) {
			r.notef("no name is generated for it: except %s", e)
			return
		}
	}
	if found != nil {
		r.Pool = &Pool{
			found.Prefix.String(), found.Pattern.Template().String(), string(found.Pattern.Append(nil, a)), found.Pos.String(),
		}
	}
}

// account adds a mapping of our zones.
func (r *Report) account(a *manager.Account) {
	m := Mapping{
		Address: a.Addr.String(), Name: a.Name, TTL: a.TTL, Class: a.Class.String(), Owner: a.Owner, Source: a.Pos.String(),
		Fate: a.State.Fate().String(), Checks: []Check{},
	}
	if a.State.Fate() != rdns.Shadowed { // which nobody has judged
		m.Look, m.Claim = a.State.Look().String(), a.Claim.String()
	}
	for i := range a.Verdict.Findings {
		f := &a.Verdict.Findings[i]
		m.Checks = append(m.Checks, Check{f.ID.String(), f.Severity.String(), f.What, f.Explain, f.Remedy})
	}
	for _, p := range a.Rivals {
		m.Rivals = append(m.Rivals, Rival{p.Owner, p.Addr.String()})
	}
	if a.Asked && a.Record.Status != confirm.NoStatus {
		m.Confirmation = newConfirmation(a.Record)
	}
	r.Mappings = append(r.Mappings, m)
}

// strangers adds the mappings of addresses that are not ours.
func (r *Report) strangers(s *site.Site, wanted func(*site.Entry) bool) {
	for _, b := range s.Blocks {
		for _, e := range b.Entries() {
			if e.Ours || !wanted(&e) || r.full() {
				continue
			}
			m := Mapping{
				Address: e.Addr.String(), Name: e.Name, TTL: e.TTL, Class: e.Class.String(), Owner: e.Owner, Source: e.Pos.String(),
				Fate: "outside", Checks: []Check{},
			}
			if e.Cut != "" {
				m.Fate = "delegated"
			}
			r.Mappings = append(r.Mappings, m)
		}
	}
}

func (r *Report) notef(format string, args ...any) {
	r.Notes = append(r.Notes, fmt.Sprintf(format, args...))
}

// clock words a time of a Record, "" for never.
func clock(unix uint32) string {
	if unix == 0 {
		return ""
	}
	return time.Unix(int64(unix), 0).UTC().Format(time.RFC3339)
}
