package source

import (
	"errors"
	"fmt"
	"strings"

	"github.com/miekg/dns"
)

// generate obeys a $GENERATE directive, which makes a record for each number of
// a range as BIND does:
//
//	$GENERATE 1-254 $ PTR ip-$.example.net.
//
// Like any other line it is taken whole or not at all: an error in one of its
// records takes away the others.
func (z *zone) generate(st statement) error {
	if len(st.words) < 5 {
		return fmt.Errorf("directive %s: want $GENERATE FROM-TO[/STEP] OWNER [TTL] [IN] PTR NAME", quote(st.text))
	}
	h, err := readHead(st.words[3:])
	if err != nil {
		return fmt.Errorf("directive %s: %w", quote(st.text), err)
	}
	if !isType(h.kind) || len(h.data) == 0 {
		return fmt.Errorf("directive %s: want a type and data behind the owner", quote(st.text))
	}
	parser := dns.NewZoneParser(strings.NewReader(strings.Join(st.words, " ")+"\n"), z.origin, "")
	for rr, ok := parser.Next(); ok; rr, ok = parser.Next() {
		ptr, ok := rr.(*dns.PTR)
		if !ok {
			z.b.skip(h.kind) // no mappings, as with other records; the first tells for all
			return nil
		}
		if err := z.generatedPTR(h, ptr); err != nil {
			return fmt.Errorf("$GENERATE gives %s PTR %s: %w", quote(ptr.Hdr.Name), quote(ptr.Ptr), err)
		}
	}
	if err := parser.Err(); err != nil {
		return fmt.Errorf("directive %s: %w", quote(st.text), errLibrary(err))
	}
	return nil
}

// generatedPTR offers the mapping of one record. The library has made its names
// absolute, and given it a TTL of its own where the directive has none.
func (z *zone) generatedPTR(h head, ptr *dns.PTR) error {
	if z.generated++; z.generated > maxGenerated {
		return fmt.Errorf("more than %d records by $GENERATE in one file: use a pool", maxGenerated)
	}
	if ptr.Hdr.Class != dns.ClassINET {
		return fmt.Errorf("class %s: want IN", dns.Class(ptr.Hdr.Class))
	}
	if isReverse(ptr.Ptr) && !dns.IsFqdn(h.data[0]) {
		return errors.New("the target is below the origin, a forgotten final dot: add it")
	}
	h.owner = ptr.Hdr.Name
	return z.ptr(h, ptr.Ptr)
}
