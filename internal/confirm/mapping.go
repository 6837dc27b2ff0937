package confirm

import (
	"crypto/sha256"
	"encoding/binary"
	"net/netip"
)

// A Mapping is what is to be confirmed: that Name has the address Addr.
type Mapping struct {
	Addr  netip.Addr
	Name  string // lower-case, with the final dot
	Owner string // "" when nobody was named
}

// Question returns what to ask about the mapping. Families never fold: only
// AAAA is asked for an IPv6 address.
func (m Mapping) Question() Question { return Question{Name: m.Name, V6: m.Addr.Is6()} }

// A Key stands for a mapping in a Table and on disk: the first half of a SHA-256.
// Customers choose names, and nobody must be able to choose one that inherits
// the Record of another.
type Key [16]byte

// Key returns the mapping's key. It is the same in every release, because the
// state on disk is kept by it. A change of the owner is another key, and so the
// mapping starts over.
func (m Mapping) Key() Key {
	var room [320]byte
	b := m.Addr.AsSlice()
	buf := append(room[:0], byte(len(b)))
	buf = append(buf, b...)
	buf = binary.BigEndian.AppendUint32(buf, uint32(len(m.Name))) //nolint:gosec // a DNS name
	buf = append(buf, m.Name...)
	buf = append(buf, m.Owner...)
	sum := sha256.Sum256(buf)
	return Key(sum[:16])
}
