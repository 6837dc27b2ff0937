package source

import (
	"cmp"
	"encoding/binary"
	"net/netip"
)

// A row is a mapping of a Set in 12 bytes beside its address and its name. Rows
// have no pointers: the garbage collector does not look at millions of them.
type row struct {
	name uint32 // its place in the arena; it grows from row to row of an address
	line uint32
	more uint32 // the number of its attr, and the length of the name in the upper lengthBits
}

const (
	lengthBits = 8 // a name has at most 254 octets with the final dot
	attrBits   = 32 - lengthBits
)

func (r row) length() int  { return int(r.more >> attrBits) }
func (r row) chunk() int   { return int(r.name >> chunkBits) }
func (r row) attr() uint32 { return r.more & (1<<attrBits - 1) }

// rest returns the row without its address.
func (r row) rest() row { return r }

// compareInFile orders rows of one address as in the file.
func (r row) compareInFile(o row) int {
	return cmp.Or(cmp.Compare(r.line, o.line), cmp.Compare(r.name, o.name))
}

// A row4 is a row with an IPv4 address.
type row4 struct {
	addr uint32
	row
}

// A row6 is a row with an IPv6 address.
type row6 struct {
	hi, lo uint64
	row
}

// A keyed is a row4 or a row6.
type keyed[R any] interface {
	bits() (high, low uint64) // of the address
	sameAddr(other R) bool
	below(other R) bool // by the addresses only
	compare(other R) int
	netipAddr() netip.Addr
	rest() row
}

func (r row4) bits() (high, low uint64) { return 0, uint64(r.addr) }
func (r row6) bits() (high, low uint64) { return r.hi, r.lo }

func (r row4) sameAddr(o row4) bool { return r.addr == o.addr }
func (r row6) sameAddr(o row6) bool { return r.hi == o.hi && r.lo == o.lo }

func (r row4) below(o row4) bool { return r.addr < o.addr }
func (r row6) below(o row6) bool { return r.hi < o.hi || r.hi == o.hi && r.lo < o.lo }

func (r row4) netipAddr() netip.Addr {
	return netip.AddrFrom4([4]byte(binary.BigEndian.AppendUint32(make([]byte, 0, 4), r.addr)))
}

func (r row6) netipAddr() netip.Addr {
	var a [16]byte
	binary.BigEndian.PutUint64(a[:8], r.hi)
	binary.BigEndian.PutUint64(a[8:], r.lo)
	return netip.AddrFrom16(a)
}

// compare orders by the addresses, and those of one address as in the file.
func (r row4) compare(o row4) int {
	return cmp.Or(cmp.Compare(r.addr, o.addr), r.compareInFile(o.row))
}

// compare is that of row4.
func (r row6) compare(o row6) int {
	if r.hi != o.hi {
		return cmp.Compare(r.hi, o.hi)
	}
	if r.lo != o.lo {
		return cmp.Compare(r.lo, o.lo)
	}
	return r.compareInFile(o.row)
}

// An attr is what many mappings of a file share. A row holds only its number.
type attr struct {
	ttl   uint32
	owner string
}

// attrs numbers them.
type attrs struct {
	list   []attr
	number map[attr]uint32
	last   uint32 // the one that was asked for last: neighbours mostly share it
}

// of returns the number of an attr. ok is false when there are too many.
func (a *attrs) of(want attr) (n uint32, ok bool) {
	if len(a.list) > 0 && a.list[a.last] == want {
		return a.last, true
	}
	n, ok = a.number[want]
	if !ok {
		if len(a.list) == 1<<attrBits {
			return 0, false
		}
		if a.number == nil {
			a.number = make(map[attr]uint32)
		}
		n = uint32(len(a.list))
		a.list, a.number[want] = append(a.list, want), n
	}
	a.last = n
	return n, true
}
