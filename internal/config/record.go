package config

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// A static is the name and the type of an inline record.
type static struct {
	name string
	kind string // the type, upper case
	pos  rdns.Position
}

// record reads "record NAME [TTL] TYPE RDATA...", but for the data.
func (p *parser) record(l line) {
	args := l.args()
	name, err := legalName(args[0].text)
	if err != nil {
		p.faults.add(args[0].pos, "record: %w", err)
		return
	}
	rest := args[1:]
	if isNumber(rest[0].text) {
		if _, ok := p.seconds(rest[0]); !ok {
			return
		}
		rest = rest[1:]
	}
	kind := strings.ToUpper(rest[0].text)
	if !p.recordType(l, rest, kind) {
		return
	}
	p.statics = append(p.statics, static{name: name, kind: kind, pos: l.pos()})
	p.block.Records = append(p.block.Records, Record{Fields: texts(args), Pos: l.pos()})
}

// recordType judges the type of a record; rest begins with it.
func (p *parser) recordType(l line, rest []word, kind string) bool {
	types := []string{"A", "AAAA", "CAA", "TXT", "MX", "NS", "PTR"}
	switch {
	case kind == "IN":
		p.faults.add(rest[0].pos, "record: the class is always IN: leave it out")
	case !slices.Contains(types, kind):
		p.faults.add(rest[0].pos, "record: type %.80q: want one of %s", rest[0].text, strings.Join(types, " "))
	case len(rest) < 2:
		p.faults.add(l.pos(), "record: the data is missing: write record NAME [TTL] TYPE RDATA...")
	default:
		return true
	}
	return false
}

// checkRecords judges the owners of the inline records.
func (p *parser) checkRecords() {
	for _, r := range p.statics {
		origin, ours := p.zones.of(r.name)
		addr, isAddress := addressOf(r.name, origin)
		switch {
		case r.kind == "PTR" && isAddress:
			p.faults.add(r.pos, "record: %q is the name of an address: write ptr %s NAME", r.name, addr)
		case p.zones.unknown:
		case !ours:
			p.faults.add(r.pos, "record: %q is outside our zones: add its zone, or remove the line", r.name)
		case r.kind == "NS" && r.name == origin:
			p.faults.add(r.pos, "record: the name servers of the zone %q are those of the ns line: write them there", origin)
		}
	}
}

// addressOf returns the address whose reverse name is name, in the zone.
func addressOf(name, origin string) (netip.Addr, bool) {
	if p, whole, _ := arpa.Parse(name); whole {
		return p.Addr(), p.IsSingleIP()
	}
	block, classless := arpa.ParseClassless(origin)
	label, above, _ := strings.Cut(name, ".")
	octet, ok := arpa.Octet(label)
	if !classless || !ok || above != origin {
		return netip.Addr{}, false
	}
	a := block.Addr().As4()
	a[3] = octet
	addr := netip.AddrFrom4(a)
	return addr, block.Contains(addr)
}
