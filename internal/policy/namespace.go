package policy

import "strings"

// nameSpace asks whether the name is in a part of the name space where no
// customer's host can be.
func (j *judge) nameSpace() {
	s := &j.s
	s.suffixes()
	last := s.label(s.n - 1)
	switch {
	case last == "arpa":
		j.found(ArpaTarget, "the name "+quote(s.name))
	case specialUse[last]:
		j.found(SpecialUse, "nothing exists below "+quote(last))
	case !j.p.tlds.has(last):
		j.add(UnknownTLD, "no top-level domain "+quote(last)+" is known", true)
	case s.managed && s.icann == 0:
		j.found(PublicSuffix, "the name "+quote(s.name))
	}
	if below := j.p.wildcards.above(s); below != "" {
		j.found(WildcardDNS, "below "+quote(below))
	}
	if s.private != s.icann && s.private > 0 {
		j.sharedZone()
	}
	if localNames[s.label(0)] {
		j.found(LocalName, "the first label is "+quote(s.label(0)))
	}
}

func (j *judge) sharedZone() {
	if j.severity(SharedZone) != Off {
		j.found(SharedZone, "below "+quote(j.s.from(j.s.private)))
	}
}

// specialUse are top-level domains that are reserved, and are not the root
// zone's to delegate: RFC 6761, 6762, 7686 and 9476, and ICANN's resolution of
// 2024 for internal.
var specialUse = map[string]bool{
	"test": true, "localhost": true, "invalid": true, "example": true,
	"local": true, "onion": true, "alt": true, "internal": true,
}

// localNames are first labels that access lists and resolvers give a local
// meaning.
var localNames = map[string]bool{
	"localhost": true, "localdomain": true, "wpad": true, "isatap": true, "broadcasthost": true,
	"ip6-localhost": true, "ip6-loopback": true,
}

// ownZone tells whether the name is in one of our forward zones and, if so,
// whether it is right there: the generated name of the address, or a record.
// The special names of the zone do not matter then, so that a zone below an
// otherwise reserved domain works.
func (j *judge) ownZone() (mine, right bool) {
	s := &j.s
	zone := j.p.zones.above(s)
	if zone == "" {
		return false, false
	}
	s.suffixes()
	if j.p.site.Generated != nil {
		if name, ok := j.p.site.Generated(s.addr); ok && strings.EqualFold(strings.TrimSuffix(name, "."), s.name) {
			return true, true
		}
	}
	if j.p.site.Record != nil && j.p.site.Record(s.name+".", s.addr) {
		return true, true
	}
	if j.p.site.Elsewhere != nil && j.p.site.Elsewhere(s.name+".") {
		j.elsewhere = true
		return true, true
	}
	j.found(OwnZone, "below "+quote(zone)+" this address has only its generated name")
	return true, false
}
