package policy

import "github.com/rdnsmgr/rdnsmgr/internal/rdns"

// Check judges the name of a request. It allocates only when it finds something
// or the name has international labels, and may be called by several goroutines
// at once.
//
// Syntax comes first, because nothing else means anything without it. Then our
// own zones, in which only generated names and records are right, whatever they
// look like; then the rest of the name space, which no allow entry opens. What
// follows are the checks of looks. All findings are kept.
func (p *Policy) Check(r Request) Verdict {
	j := judge{p: p, trusted: r.Class == rdns.Operator, owner: r.Owner}
	j.s.addr = r.Addr
	if !j.syntax(r.Name) {
		return j.verdict
	}
	mine, right := j.ownZone()
	switch {
	case mine && right && !j.elsewhere:
		return j.verdict // nothing that we generate or hold deceives anybody
	case !mine:
		j.nameSpace()
	}
	j.looks()
	return j.verdict
}

// looks runs the checks that an allow entry skips.
func (j *judge) looks() {
	j.protectedName()
	j.addresses()
	j.international()
	j.brands()
}
