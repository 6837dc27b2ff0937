package manager

import (
	"encoding/binary"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// A setHash stands for the mappings that could be served and are not, whatever
// their order: it is the sum of their keys.
type setHash [2]uint64

// add takes in a mapping, and remove takes it out, if it is such a one.
func (h *setHash) add(m *rdns.Mapping, s rdns.State) {
	if !s.Served() && s.Fate() != rdns.Shadowed {
		k := confirmed(m).Key()
		h[0] += binary.BigEndian.Uint64(k[:])
		h[1] += binary.BigEndian.Uint64(k[8:])
	}
}

func (h *setHash) remove(m *rdns.Mapping, s rdns.State) {
	if !s.Served() && s.Fate() != rdns.Shadowed {
		k := confirmed(m).Key()
		h[0] -= binary.BigEndian.Uint64(k[:])
		h[1] -= binary.BigEndian.Uint64(k[8:])
	}
}

// join takes in all that another one stands for.
func (h *setHash) join(o setHash) {
	h[0] += o[0]
	h[1] += o[1]
}
