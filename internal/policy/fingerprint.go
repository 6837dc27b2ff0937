package policy

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"hash/fnv"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"

	"github.com/rdnsmgr/rdnsmgr/internal/policy/uts39"
)

// rules is the version of the rules that this package is made of. Raise it
// whenever a release judges some name otherwise than the one before; a test
// compares verdicts and tells when. The lists count by their content.
const rules = 1

// Fingerprint returns a number that is equal for policies that judge equally, so
// that verdicts can be kept as long as it stays the same. The functions of the
// Site have no part in it, nor has the order of the configuration.
func (p *Policy) Fingerprint() [sha256.Size]byte { return p.fingerprint }

// sum computes the fingerprint.
func (p *Policy) sum() [sha256.Size]byte {
	d := digest{hash: fnv.New128a()}
	d.add("rules ", fmt.Sprint(rules, uts39.UnicodeVersion, idna.UnicodeVersion, publicsuffix.List))
	for i := range catalogue {
		d.add("check ", catalogue[i].Name+" "+p.severity[i].String())
	}
	for i := range p.allow {
		e := &p.allow[i]
		d.add("allow ", fmt.Sprintf("%v %q %q", e.Prefix, e.Owner, e.Pattern))
	}
	for i := range p.brands.brands {
		b := &p.brands.brands[i]
		d.add("brand ", fmt.Sprint(b.domain, " ", b.core, " ", b.kind, b.zone))
	}
	for tld, country := range p.tlds {
		d.add("tld ", fmt.Sprint(tld, " ", country))
	}
	for word, strong := range p.keywords.plain {
		d.add("keyword ", fmt.Sprint(word, " ", strong))
	}
	d.set("zone ", p.zones)
	d.set("wildcard ", p.wildcards)
	d.set("carrier ", p.carriers)
	d.set("known ", p.known)
	return d.sum()
}

// A digest is a hash of a set: the sum of the hashes of its entries, for which
// their order does not matter. It is fast, as there can be a million of them. It
// protects from accidents, not from people who choose the entries, for they are
// the operator's own.
type digest struct {
	hash  hash.Hash
	buf   []byte // kept, so that entries cost no memory
	parts [2]uint64
	n     uint64
}

func (d *digest) add(kind, entry string) {
	d.buf = append(append(d.buf[:0], kind...), entry...)
	d.hash.Reset()
	d.hash.Write(d.buf)
	d.buf = d.hash.Sum(d.buf[:0])
	d.parts[0] += binary.BigEndian.Uint64(d.buf)
	d.parts[1] += binary.BigEndian.Uint64(d.buf[8:])
	d.n++
}

func (d *digest) set(kind string, names domainSet) {
	for n := range names {
		d.add(kind, n)
	}
}

func (d *digest) sum() [sha256.Size]byte {
	return sha256.Sum256(fmt.Append(nil, d.parts, d.n))
}
