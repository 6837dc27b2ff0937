package claims

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/gaissmai/bart"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// An Owner is a customer and the addresses that belong to them.
type Owner struct {
	Name     string
	Prefixes []netip.Prefix
}

// Owners tells to whom an address belongs. It never changes once it is made and
// is safe for concurrent use. The zero value knows no owner.
type Owners struct {
	holders  bart.Table[string]
	prefixes map[string][]netip.Prefix // of each owner
}

// NewOwners returns the table of the owners. The prefixes of different owners may
// nest: the longest one has an address. Of two owners with the same prefix, the
// later one has it. An owner may stand in several elements.
func NewOwners(owners []Owner) *Owners {
	o := &Owners{prefixes: make(map[string][]netip.Prefix)}
	for _, owner := range owners {
		o.prefixes[owner.Name] = append(o.prefixes[owner.Name], owner.Prefixes...)
		for _, p := range owner.Prefixes {
			o.holders.Insert(p, owner.Name)
		}
	}
	return o
}

// Of returns the owner of the address, "" when it belongs to nobody.
func (o *Owners) Of(addr netip.Addr) string {
	name, _ := o.holders.Lookup(addr)
	return name
}

// Effective returns the owner that a mapping counts for: its own, or else the one
// whose address it has. It is "" when there is neither.
func (o *Owners) Effective(m rdns.Mapping) string {
	if m.Owner != "" {
		return m.Owner
	}
	return o.Of(m.Addr)
}

// Check returns an error if the mapping names an owner, but not the one who has
// its address. An owner without prefixes may have any address that belongs to
// nobody else.
func (o *Owners) Check(m rdns.Mapping) error {
	if m.Owner == "" {
		return nil
	}
	holder := o.Of(m.Addr)
	if holder == m.Owner || holder == "" && len(o.prefixes[m.Owner]) == 0 {
		return nil
	}
	return fmt.Errorf("%s belongs to %s; owner %.*q has %s: correct the address or the owner, or the owner lines of the Corefile",
		m.Addr, o.holder(m.Addr), maxQuote, m.Owner, list(o.prefixes[m.Owner]))
}

// holder words who has the address, and by which prefix.
func (o *Owners) holder(addr netip.Addr) string {
	p, name, ok := o.holders.LookupPrefixLPM(netip.PrefixFrom(addr, addr.BitLen()))
	if !ok {
		return "no owner"
	}
	return fmt.Sprintf("owner %.*q (%s)", maxQuote, name, p)
}

// list words the prefixes of an owner, the first ones of many.
func list(prefixes []netip.Prefix) string {
	if len(prefixes) == 0 {
		return "no prefixes"
	}
	var words []string
	for _, p := range prefixes[:min(len(prefixes), maxListed)] {
		words = append(words, p.String())
	}
	text := strings.Join(words, ", ")
	if more := len(prefixes) - maxListed; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}
