package manager

import (
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/rdnsmgr/rdnsmgr/internal/policy"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// foresee judges the names of all files on all processors, before the first draft
// decides on one address after the other. It does so when nothing is known of the
// names, as then nearly all of them will be judged.
func (b *Block) foresee(d *draft) {
	d.accepted = make([][]bool, len(b.mappings))
	if b.policy == nil || !d.first || b.past.disk != nil || b.past.snapshots != nil {
		return
	}
	for i, f := range b.mappings {
		if f.next != nil {
			d.accepted[i] = f.foresee()
		}
	}
}

// foresee tells of each mapping of the file whether its look is accepted.
func (f *mappingFile) foresee() []bool {
	accepted := make([]bool, f.next.Len())
	var done atomic.Int64
	var judging sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		judging.Go(func() {
			for begin := 0; begin < len(accepted); {
				end := int(done.Add(pageSize))
				begin = end - pageSize
				for k := begin; k < min(end, len(accepted)); k++ {
					accepted[k] = f.honest(k)
				}
			}
		})
	}
	judging.Wait()
	return accepted
}

// honest reports whether the look of the k-th mapping is accepted.
func (f *mappingFile) honest(k int) bool {
	m, _ := f.next.At(k)
	m.Owner = f.manager.rules.owners.Effective(m)
	v := f.block.policy.Check(requestOf(&m))
	return lookOf(&v) == rdns.Accepted
}

// requestOf is what a mapping is judged by.
func requestOf(m *rdns.Mapping) policy.Request {
	return policy.Request{Addr: m.Addr, Name: m.Name, Class: m.Class, Owner: m.Owner}
}
