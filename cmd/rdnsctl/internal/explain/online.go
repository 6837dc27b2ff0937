package explain

import (
	"net/netip"
	"time"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
	"github.com/rdnsmgr/rdnsmgr/internal/control"
)

// Online puts what a server says into the form of what is found offline.
func Online(explanations []control.Explanation) *Document {
	d := NewDocument()
	for i := range explanations {
		e := &explanations[i]
		if len(e.Stories) == 0 {
			r := online(e.Address)
			r.Kind = "outside"
			r.notef("it is in none of our zones: another server is asked for it")
			d.Reports = append(d.Reports, r)
		}
		for n := range e.Stories {
			d.Reports = append(d.Reports, told(e.Address, &e.Stories[n]))
		}
	}
	return d
}

func online(address string) *Report {
	r := &Report{Query: address, Answer: Answer{Records: []string{}}, Holds: []Held{}, Notes: []string{}, Mappings: []Mapping{}}
	if a, err := netip.ParseAddr(address); err == nil {
		r.Name = arpa.Name(netip.PrefixFrom(a, a.BitLen()))
	}
	return r
}

func told(address string, s *control.Story) *Report {
	r := online(address)
	r.Kind, r.Zone, r.Block = s.Answer, s.Zone, s.Block
	for _, name := range s.Names {
		r.Answer.Records = append(r.Answer.Records, "PTR "+name)
	}
	if s.Pool != nil {
		r.Pool = &Pool{Prefix: s.Pool.Prefix, Template: s.Pool.Template, Source: s.Pool.Place}
	}
	for i := range s.Mappings {
		r.Mappings = append(r.Mappings, mapping(&s.Mappings[i]))
	}
	return r
}

func mapping(m *control.Mapping) Mapping {
	one := Mapping{
		Address: m.Address, Name: m.Name, TTL: m.TTL, Class: m.Class, Owner: m.Owner, Source: m.Place,
		Fate: m.Fate, Look: m.Look, Checks: []Check{},
	}
	for _, f := range m.Findings {
		one.Checks = append(one.Checks, Check{f.Check, f.Severity, f.What, f.Explain, f.Remedy})
	}
	for _, rival := range m.Rivals {
		one.Claim = "contested"
		one.Rivals = append(one.Rivals, Rival{rival.Owner, rival.Address})
	}
	if c := m.Confirmation; c != nil {
		one.Confirmation = &Confirmation{
			Status: c.State, Held: c.Held, Last: c.Last, Failures: c.Failures, Errors: c.Errors, Since: text(&c.Since),
			FirstFailure: text(c.FirstFailure), LastMatch: text(c.LastMatch), Next: text(c.Next), Found: c.Found, Reason: c.Reason,
		}
	}
	return one
}

// text words a time, "" for never.
func text(t *time.Time) string {
	if t == nil || t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
