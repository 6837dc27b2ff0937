package rdnsmgr

import (
	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/internal/index"
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
	for _, ns := range a.Zone.NS {
		m.Answer = append(m.Answer, &dns.NS{Hdr: header(r.Question[0].Name, dns.TypeNS, a.Zone.NSTTL), Ns: ns})
	}
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
		for _, t := range [...]uint16{dns.TypeA, dns.TypeAAAA} {
			out = append(out, records(s.Static(lower(ns.Ns), t), ns.Ns)...)
		}
	}
	return out
}
