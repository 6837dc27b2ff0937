package policy

import (
	"fmt"
	"net/netip"
)

// A Config says how names are judged. The zero Config is that of LevelDefault
// with the shipped lists, for a server without zones and pools.
type Config struct {
	Level       Level
	Checks      map[ID]Severity // set these by themselves
	Protect     []Protected     // in addition to the shipped list
	NoShipped   bool            // without the shipped list of protected domains
	Allow       []Allow
	Known       []string // names never taken for look-alikes, in addition to the shipped ones
	WildcardDNS []string // services that resolve any address, in addition to the shipped ones
	AllowTLDs   []string // top-level domains that the shipped list does not have
	Underscores bool     // accept underscores in names
	Zones       []string // our own forward zones

	// Generated returns the generated name of an address. It may be nil.
	Generated func(netip.Addr) (name string, ok bool)
	// Record tells whether a name of our zones, in lower case and with the final
	// dot, has a record of its own. It may be nil.
	Record func(name string) bool
	// Pools tells whether an address is one of ours. It may be nil.
	Pools func(netip.Addr) bool
}

// A Policy judges names. It does not change, and may be used by several
// goroutines at once if the functions of its Config may. Make one with New.
type Policy struct {
	severity    [numIDs]Severity
	underscores bool
	generated   func(netip.Addr) (string, bool)
	record      func(string) bool
	pools       func(netip.Addr) bool
	allow       allowList
	zones       domainSet
	tlds        tldList
	wildcards   domainSet
	carriers    domainSet
	known       domainSet
	keywords    keywords
	brands      *brandIndex
}

// New makes a Policy. The error says which entry of the configuration is wrong.
func New(c Config) (*Policy, error) {
	p := &Policy{
		underscores: c.Underscores,
		generated:   c.Generated, record: c.Record, pools: c.Pools,
		zones: domainSet{}, tlds: newTLDs(c.AllowTLDs),
		wildcards: domains(wildcardText), carriers: domains(carrierText),
		known: domains(knownText), keywords: newKeywords(),
	}
	if err := p.severities(c.Level, c.Checks); err != nil {
		return nil, err
	}
	var err error
	if p.allow, err = newAllowList(c.Allow); err != nil {
		return nil, err
	}
	p.zones.add(c.Zones...)
	p.known.add(c.Known...)
	p.wildcards.add(c.WildcardDNS...)
	brands, err := protectedBrands(&c)
	if err != nil {
		return nil, err
	}
	p.brands = newBrandIndex(brands)
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
