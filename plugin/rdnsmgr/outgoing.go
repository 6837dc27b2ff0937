package rdnsmgr

import (
	"strings"

	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/internal/index"
)

// An outgoing is a zone on its way to a secondary.
type outgoing struct {
	snapshot *index.Snapshot
	zone     *index.Zone
	to       chan []dns.RR // closed at the end
	batch    []dns.RR
}

// send sends the zone, or the SOA record alone to whoever has that serial
// (RFC 1995, 2). A serial of 0 stands for none.
func (o *outgoing) send(serial uint32, managed bool) {
	defer close(o.to)
	o.add(o.soa())
	if serial == 0 || int32(o.snapshot.Serial-serial) > 0 { //nolint:gosec // RFC 1982
		o.static()
		if managed {
			o.written()
		} else {
			o.answered()
		}
		o.add(o.soa())
	}
	o.flush()
}

func (o *outgoing) add(rrs ...dns.RR) {
	for _, rr := range rrs {
		if o.batch = append(o.batch, rr); len(o.batch) == transferBatch {
			o.flush()
		}
	}
}

func (o *outgoing) flush() {
	if len(o.batch) > 0 {
		o.to <- o.batch
		o.batch = make([]dns.RR, 0, transferBatch)
	}
}

func (o *outgoing) soa() dns.RR {
	soa := new(dns.SOA)
	fillSOA(soa, o.snapshot, o.zone, o.zone.Origin)
	return soa
}

// static sends the name servers of the zone, static records, delegations with
// glue, and the zones of ours below, which whoever holds this one only must
// be told about.
func (o *outgoing) static() {
	o.add(servers(&o.zone.Zone, o.zone.Origin)...)
	for name, node := range o.zone.Statics() {
		for i := range node.RRsets {
			o.add(records(&node.RRsets[i], name)...)
		}
	}
	for _, child := range o.snapshot.Children(o.zone) {
		o.add(servers(&child, child.Origin)...)
		for _, ns := range child.NS {
			if strings.HasSuffix("."+ns, "."+child.Origin) {
				o.add(hosts(o.snapshot, ns)...)
			}
		}
	}
}

// answered sends what is answered for addresses and for generated names.
func (o *outgoing) answered() {
	for name := range o.snapshot.Addresses(o.zone) {
		o.add(o.ask(name)...)
	}
	for name := range o.snapshot.Forwards(o.zone) {
		o.add(o.ask(name)...)
	}
}

// written sends the mappings as they were written, whether they are served or
// not, and the addresses that are aliases.
func (o *outgoing) written() {
	for name := range o.zone.Aliases() {
		o.add(o.ask(name)...)
	}
	var set []dns.RR // of one address
	var last index.Mapping
	for m := range o.snapshot.Desired(o.zone) {
		if m.Addr != last.Addr {
			o.add(set...)
			set = nil
		}
		set = appendDesired(set, o.zone.NameOf(m.Addr), &m)
		last = m
	}
	o.add(set...)
}

// appendDesired adds a mapping to the set of its address, which has one TTL and
// each name once.
func appendDesired(set []dns.RR, owner string, m *index.Mapping) []dns.RR {
	ttl := m.TTL
	for _, rr := range set {
		if ptr, ok := rr.(*dns.PTR); ok && ptr.Ptr == m.Name {
			return set
		}
		ttl = min(ttl, rr.Header().Ttl)
	}
	set = append(set, &dns.PTR{Hdr: header(owner, dns.TypePTR, m.TTL), Ptr: m.Name})
	for _, rr := range set {
		rr.Header().Ttl = ttl
	}
	return set
}

// ask returns the data of a name that is no delegation's, as a query would find
// it.
func (o *outgoing) ask(name string) []dns.RR {
	r := &dns.Msg{Question: []dns.Question{{Name: name, Qtype: dns.TypeANY, Qclass: dns.ClassINET}}}
	a := o.snapshot.Lookup(name)
	if a.Zone != o.zone || a.Kind == index.Cut {
		return nil
	}
	m, _ := answerIn(o.snapshot, &a, r)
	return m.Answer
}
