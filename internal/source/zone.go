package source

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
)

// parseZone reads the PTR records of a master file. Other records are no
// mappings: they are checked and skipped, so that a zone can be moved here with
// its SOA and NS records left in.
//
// Relative names need an $ORIGIN in the file, or the origin of the Options: a
// name server takes it from its own configuration.
//
// It returns what is carried on. ok is false when a statement may go on behind the lines.
func parseZone(b *builder, in lines, from carried) (to carried, ok bool) {
	z := zone{master: newMaster(in), b: b}
	z.carried = from
	if in.window != nil { // all else that is kept of a statement is a copy
		in.window.rescue = func() { z.owner = strings.Clone(z.owner) }
	}
	for {
		st, ok := z.splitter.next()
		if !ok {
			return z.carried, !z.torn
		}
		in.recorder.reach(st.number, z.in.number, &z.carried)
		b.begin()
		if err := z.statement(st); err != nil {
			b.bad(st.number, err)
			continue
		}
		b.keep(st.number)
	}
}

// A zone reads the statements of a zone file.
type zone struct {
	master

	b *builder
}

func (z *zone) statement(st statement) error {
	switch {
	case st.err != nil:
		z.forget(st.text)
		return st.err
	case st.isDirective() && strings.EqualFold(st.words[0], "$GENERATE"):
		return z.generate(st)
	case st.isDirective():
		return z.directive(st)
	}
	h, err := z.head(st)
	if err != nil {
		return fmt.Errorf("record %s: %w", quote(st.text), err)
	}
	if h.kind == "PTR" && len(h.data) == 1 && (h.class == "" || strings.EqualFold(h.class, "IN")) {
		return z.ptr(h, h.data[0])
	}
	return z.other(st, h)
}

// other checks a record that is no plain PTR, and takes the mapping from it if
// it turns out to be one in another spelling, such as TYPE12.
func (z *zone) other(st statement, h head) error {
	owner := h.owner
	if owner == "" {
		owner = "."
	}
	rr, err := z.read(h, owner)
	if err != nil {
		return fmt.Errorf("record %s: %w", quote(st.text), err)
	}
	ptr, ok := rr.(*dns.PTR)
	switch {
	case !ok:
		z.b.skip(h.kind)
		return nil
	case ptr.Hdr.Class != dns.ClassINET:
		return fmt.Errorf("record %s: class %s: want IN", quote(st.text), dns.Class(ptr.Hdr.Class))
	}
	return z.ptr(h, ptr.Ptr)
}

// ptr offers the mapping of a PTR record, whose target is as in the file.
func (z *zone) ptr(h head, target string) error {
	if h.owner == "" {
		return h.errOwner()
	}
	name, err := z.target(target)
	if err != nil {
		return err
	}
	ttl, err := z.ttlOf(h)
	if err != nil {
		return err
	}
	addr, err := ownerAddr(h.owner)
	if err != nil {
		return err
	}
	if err = z.b.offer(addr, name, ttl, ""); err != nil && z.isEscaped(target) {
		return fmt.Errorf("target %s: %w", quote(target), err)
	}
	return err
}

// isEscaped tells whether the name of a target is not what stands in the file.
func (z *zone) isEscaped(target string) bool {
	return z.b.hooks.ToASCII != nil && unescape(target) != target
}

// target returns the absolute name that a PTR record points to. A relative one
// in a reverse zone is what everybody gets wrong at least once.
func (z *zone) target(word string) (string, error) {
	if strings.Contains(word, `"`) {
		return "", fmt.Errorf("target %s is quoted: write the name without quotes", quote(word))
	}
	name, err := z.join(word)
	if z.b.hooks.ToASCII != nil {
		name = unescape(name)
	}
	if err != nil || dns.IsFqdn(word) {
		return name, err
	}
	if isASCII(name) { // a U-label may be longer than its A-label
		if err := checkDomain(name); err != nil {
			return "", err
		}
	}
	if isReverse(name) {
		return "", fmt.Errorf("target %s is below %s, a forgotten final dot: write %s", quote(word), quote(z.origin), quote(word+"."))
	}
	return name, nil
}

// isReverse tells whether name, with its final dot, is below arpa.
func isReverse(name string) bool {
	const arpa = ".arpa."
	return len(name) > len(arpa) && strings.EqualFold(name[len(name)-len(arpa):], arpa)
}

// ownerAddr returns the address whose reverse name owner is.
func ownerAddr(owner string) (netip.Addr, error) {
	p, whole, ok := arpa.Parse(owner)
	switch {
	case !ok:
		return netip.Addr{}, fmt.Errorf("owner %s is no reverse name: want one such as \"1.2.0.192.in-addr.arpa.\"", quote(owner))
	case !whole:
		return netip.Addr{}, fmt.Errorf("owner %s is no reverse name of an address: the labels left of %s are wrong", quote(owner), arpa.Name(p))
	case !p.IsSingleIP():
		return netip.Addr{}, fmt.Errorf("owner %s is the reverse name of a prefix, %s: want one of a full address", quote(owner), p)
	}
	return p.Addr(), checkAddr(p.Addr())
}
