package manager

import (
	"hash/maphash"
	"slices"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

// A keptSet tells which mappings stood in the last good copy of a file, as the state
// directory had it, so that they are not new. It knows them by 64 bits of a hash with a
// secret: the copy itself need not stay in memory. A nil keptSet has none.
type keptSet struct {
	whole bool // all mappings of the file
	seed  maphash.Seed
	all   []uint64 // ascending
}

// keepSet returns what stands in a Set, if anybody may ask: where names are judged.
func (f *mappingFile) keepSet(set *source.Set) *keptSet {
	k := &keptSet{seed: maphash.MakeSeed()}
	if f.manager.confirm == nil && f.manager.rules.policy == nil {
		return k
	}
	k.all = make([]uint64, 0, set.Len())
	for _, m := range set.All() {
		k.all = append(k.all, k.hash(&m))
	}
	slices.Sort(k.all)
	return k
}

func (k *keptSet) hash(m *rdns.Mapping) uint64 {
	var h maphash.Hash
	h.SetSeed(k.seed)
	a := m.Addr.As16()
	_, _ = h.Write(a[:])         // never fails
	_, _ = h.WriteString(m.Name) // nor does this
	return h.Sum64()
}

func (k *keptSet) has(m *rdns.Mapping) bool {
	if k == nil || k.whole {
		return k != nil
	}
	_, found := slices.BinarySearch(k.all, k.hash(m))
	return found
}
