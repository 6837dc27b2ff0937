package config

import (
	"errors"
	"slices"
	"strings"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
)

// allow reads "allow WHO... NAME...", in the block of a policy line.
func (r *policyReader) allow(l line) {
	args := l.args()
	switch n := slices.IndexFunc(args, isPattern); n {
	case -1:
		r.faults.add(l.pos(), "allow: the names are missing: write them behind those who may have them: a name with a dot, *. and a name for all below it, or *")
	case 0:
		r.faults.add(l.pos(), "allow: nobody may have %q: write prefixes, addresses or owners in front of the names, an owner with a dot as owner:NAME", args[0].text)
	default:
		r.addAllow(l, args[:n], args[n:])
	}
}

func (r *policyReader) addAllow(l line, who, names []word) {
	a := Allow{Pos: l.pos()}
	for _, w := range who {
		r.allowed(w, &a)
	}
	for _, w := range names {
		if !isPattern(w) {
			r.faults.add(w.pos, "allow: %q stands behind a name: write first who may have the names, then the names", w.text)
		} else if pattern, ok := r.pattern(w); ok {
			a.Patterns = append(a.Patterns, pattern)
		}
	}
	r.policy.Allow = append(r.policy.Allow, a)
}

// isPattern tells names from those who may have them: names have a dot or a star,
// no slash or colon, and do not end in a number.
func isPattern(w word) bool {
	return strings.ContainsAny(w.text, ".*") && !strings.ContainsAny(w.text, "/:") && !isNumber(lastLabel(w.text))
}

// allowed reads a prefix, an address, or an owner. An owner whose name has a dot
// is written with "owner:" in front.
func (r *policyReader) allowed(w word, a *Allow) {
	name, named := strings.CutPrefix(w.text, "owner:")
	if named || !strings.ContainsAny(w.text, "./:") {
		if name = r.label(word{text: name, pos: w.pos}, "owner"); name != "" {
			a.Owners = append(a.Owners, name)
		}
		return
	}
	if prefix, ok := r.network(w); ok {
		a.Prefixes = append(a.Prefixes, prefix)
	}
}

// pattern reads a name, "*.name" or "*".
func (r *policyReader) pattern(w word) (string, bool) {
	if w.text == "*" {
		return w.text, true
	}
	base, all := strings.CutPrefix(w.text, "*.")
	if strings.Contains(base, "*") {
		r.faults.add(w.pos, "allow %q: a star stands alone, or in front for all names below one: write name, *.name or *", w.text)
		return "", false
	}
	if !all {
		return r.hostName(w, "allow")
	}
	name, err := hostname.Normalize("all." + base) // below a top-level domain as well
	if err != nil {
		r.faults.add(w.pos, "allow %.80q: %w", w.text, errors.Unwrap(err))
		return "", false
	}
	return "*" + strings.TrimPrefix(name, "all"), true
}
