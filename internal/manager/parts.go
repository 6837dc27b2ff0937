package manager

import (
	"runtime"
	"sync"

	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

// workers is how many goroutines may prepare what is published: all that run at a
// time before there is anything to answer, one beside answers.
func (b *Block) workers() int {
	if b.Snapshot() != nil || heritage.lastPublished().snapshots != nil {
		return 1
	}
	return runtime.GOMAXPROCS(0)
}

// parts cuts the addresses into spans with about as many mappings each, which are
// worth a goroutine. It returns none or one when they are too few, or when something
// was published before.
func (d *draft) parts() []source.Span {
	rest := source.Everywhere()
	var spans []source.Span
	n, largest := d.block.workers(), d.largest()
	if largest == nil || n == 1 {
		return nil
	}
	n = min(n, largest.Len()/minPart)
	for i := 1; i < n; i++ {
		border := index.Border(largest.AddrAt(i * (largest.Len() / n)))
		if rest.First.Less(border) {
			var span source.Span
			span, rest = rest.Split(border)
			spans = append(spans, span)
		}
	}
	return append(spans, rest)
}

// largest returns what the largest file says, or nil.
func (d *draft) largest() *source.Set {
	var largest *source.Set
	for _, f := range d.block.mappings {
		if f.next != nil && (largest == nil || f.next.Len() > largest.Len()) {
			largest = f.next
		}
	}
	return largest
}

// stretchOf returns how many of so many addresses each goroutine looks at between two
// sweeps. Beside what is published they are more.
func (d *draft) stretchOf(all, workers int) int {
	n := sweeps
	if d.first {
		n = max(firstSweeps, 2*workers)
	}
	return max(minStretch, all/n)
}

// decideApart decides on each of the spans in a goroutine of its own. Nothing was
// published before. All begin to read before the first one lets go of anything.
func (d *draft) decideApart(spans []source.Span, next, aside *index.Snapshot) {
	insides, outsides := next.Apart(len(spans)), aside.Apart(len(spans))
	parts, stretch := make([]draft, len(spans)), d.stretchOf(d.largest().Len(), len(spans))
	merges := make([]*merge, len(spans))
	for i, span := range spans {
		parts[i] = *d
		p := &parts[i]
		p.stretch, p.unserved, p.inside, p.outside = stretch, setHash{}, insides[i], outsides[i]
		merges[i] = newMerge(d.block.feeds(p, span)...)
	}
	var deciding sync.WaitGroup
	for i := range parts {
		deciding.Go(func() {
			parts[i].decideAll(merges[i])
			parts[i].done()
		})
	}
	deciding.Wait()
	d.join(parts)
}

// join takes over what was decided apart.
func (d *draft) join(parts []draft) {
	var nexts, asides []*index.Snapshot
	for i := range parts {
		p := &parts[i]
		nexts, asides = append(nexts, p.next), append(asides, p.aside)
		d.many = d.many || p.many
		d.unserved.join(p.unserved)
		d.findings.join(&p.findings)
	}
	d.next, d.aside = index.Join(nexts...), index.Join(asides...)
}
