package policy

import (
	"fmt"
	"net/netip"
	"strings"
)

// An Allow lets the addresses of a prefix, or those of an owner, have names
// that look like those of others. It never opens our own zones, and excuses no
// name from forward confirmation.
type Allow struct {
	Prefix  netip.Prefix // zero: any address of the owner
	Owner   string       // "": whoever has an address of the prefix
	Pattern string       // a name, or *.name for everything below it; "*" for all names
}

// An allowList decides which names allow entries cover. It is looked at only
// after something was found, which is rare; so it is a plain list.
type allowList []Allow

// newAllowList checks the entries.
func newAllowList(entries []Allow) (allowList, error) {
	list := make(allowList, 0, len(entries))
	for _, e := range entries {
		if !e.Prefix.IsValid() && e.Owner == "" {
			return nil, fmt.Errorf("allow %s: want a prefix or an owner", quote(e.Pattern))
		}
		a, err := ToASCII(normal(e.Pattern))
		if err != nil {
			return nil, fmt.Errorf("allow %s: %w", quote(e.Pattern), err)
		}
		e.Pattern = a
		if base := strings.TrimPrefix(e.Pattern, "*."); base == "" || strings.Contains(base, "*") && e.Pattern != "*" {
			return nil, fmt.Errorf("allow %s: want a name, *.name or *", quote(e.Pattern))
		}
		if e.Prefix.IsValid() {
			e.Prefix = e.Prefix.Masked()
		}
		list = append(list, e)
	}
	return list, nil
}

func (l allowList) covers(addr netip.Addr, owner, name string) bool {
	for i := range l {
		e := &l[i]
		if e.Prefix.IsValid() && !e.Prefix.Contains(addr) || e.Owner != "" && e.Owner != owner {
			continue
		}
		if e.matches(name) {
			return true
		}
	}
	return false
}

// matches tells whether the pattern covers name. "*.paypal.com" covers what is
// below paypal.com, not paypal.com itself.
func (e *Allow) matches(name string) bool {
	if e.Pattern == "*" || e.Pattern == name {
		return true
	}
	base, ok := strings.CutPrefix(e.Pattern, "*")
	return ok && strings.HasSuffix(name, base)
}
