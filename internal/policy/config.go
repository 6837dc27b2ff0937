package policy

import "fmt"

// A Config says how names are judged. The zero Config is that of LevelDefault
// with the shipped lists, for a server without zones of its own.
type Config struct {
	Level       Level
	Checks      map[ID]Severity // set these by themselves
	Protect     []Protected     // in addition to the shipped list
	NoShipped   bool            // without the shipped list of protected domains
	Allow       []Allow
	Known       []string // never taken for look-alikes, besides the shipped ones; as ReadKnown returns them
	WildcardDNS []string // services that resolve any address, in addition to the shipped ones
	AllowTLDs   []string // top-level domains that the shipped list does not have
	Zones       []string // our own forward zones
}

// A Policy judges names. It does not change, and may be used by several
// goroutines at once if the functions of its Site may. Make one with New, and
// one for each server block of that with For.
type Policy struct {
	severity    [numIDs]Severity
	site        Site
	allow       allowList
	zones       domainSet
	tlds        tldList
	wildcards   domainSet
	carriers    domainSet
	known       domainSet
	keywords    *keywords
	brands      *brandIndex
	fingerprint [32]byte
}

// New makes a Policy for a server without pools and records; For adds them. The
// error says which entry of the configuration is wrong.
func New(c Config) (*Policy, error) {
	p := &Policy{
		keywords: newKeywords(), carriers: domains(carrierText),
		zones: domainSet{}, wildcards: domains(wildcardText), known: make(domainSet, len(c.Known)+len(knownText)/16),
	}
	words(knownText, func(w []string) { p.known.add(w...) })
	p.known.add(c.Known...)
	err := p.severities(c.Level, c.Checks)
	if err == nil {
		p.allow, err = newAllowList(c.Allow)
	}
	if err == nil {
		p.tlds, err = newTLDs(c.AllowTLDs)
	}
	if err == nil {
		err = p.zones.addChecked("zone", c.Zones)
	}
	if err == nil {
		err = p.wildcards.addChecked("wildcard_dns", c.WildcardDNS)
	}
	if err != nil {
		return nil, err
	}
	brands, err := protectedBrands(&c, p.zones)
	if err != nil {
		return nil, err
	}
	p.brands = newBrandIndex(brands)
	p.fingerprint = p.sum()
	return p, nil
}

// severities sets the severity of each check.
func (p *Policy) severities(l Level, set map[ID]Severity) error {
	for i := range catalogue {
		e := &catalogue[i]
		p.severity[i] = e.at(l)
		s, ok := set[ID(i)]
		if !ok {
			continue
		}
		if e.Fixed && s != Reject {
			return fmt.Errorf("check %s: cannot be set to %v: it holds for every name", e.Name, s)
		}
		p.severity[i] = s
	}
	return nil
}
