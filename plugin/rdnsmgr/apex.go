package rdnsmgr

import (
	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// fillSOA makes the zone's SOA record. Its owner is the end of the query's
// name, letter for letter.
func fillSOA(soa *dns.SOA, s *index.Snapshot, z *index.Zone, qname string) {
	*soa = dns.SOA{
		Hdr:     header(qname[len(qname)-len(z.Origin):], dns.TypeSOA, z.SOA.TTL),
		Ns:      z.SOA.MName,
		Mbox:    z.SOA.RName,
		Serial:  s.Serial,
		Refresh: z.SOA.Refresh,
		Retry:   z.SOA.Retry,
		Expire:  z.SOA.Expire,
		Minttl:  z.SOA.Minimum,
	}
}

func apexSOA(s *index.Snapshot, a *index.Answer, r *dns.Msg) *dns.Msg {
	p := new(struct {
		reply
		soa dns.SOA
	})
	m := p.start(r, dns.RcodeSuccess)
	fillSOA(&p.soa, s, a.Zone, r.Question[0].Name)
	p.section[0] = &p.soa
	m.Answer = p.section[:1:1]
	return m
}

func apexNS(s *index.Snapshot, a *index.Answer, r *dns.Msg) *dns.Msg {
	p := new(reply)
	m := p.start(r, dns.RcodeSuccess)
	m.Answer = servers(&a.Zone.Zone, r.Question[0].Name)
	m.Extra = append(glue(s, m.Answer), m.Extra...)
	return m
}

// glue returns the addresses of the name servers as far as they are in static
// records of ours.
func glue(s *index.Snapshot, servers []dns.RR) []dns.RR {
	var out []dns.RR
	for _, rr := range servers {
		ns, ok := rr.(*dns.NS)
		if !ok {
			continue
		}
		out = append(out, hosts(s, ns.Ns)...)
	}
	return out
}

// hosts returns the addresses of a name as far as they are in static records of
// ours.
func hosts(s *index.Snapshot, name string) []dns.RR {
	var out []dns.RR
	for _, t := range [...]uint16{dns.TypeA, dns.TypeAAAA} {
		out = append(out, records(s.Static(lower(name), t), name)...)
	}
	return out
}

// servers makes the NS records of a zone.
func servers(z *rdns.Zone, owner string) []dns.RR {
	out := make([]dns.RR, 0, len(z.NS))
	for _, ns := range z.NS {
		out = append(out, &dns.NS{Hdr: header(owner, dns.TypeNS, z.NSTTL), Ns: ns})
	}
	return out
}
