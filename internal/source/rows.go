package source

import (
	"iter"
	"slices"
)

// rows are the mappings of one family, in pages: they grow without being moved, and
// whoever reads them for the last time can let go of what is behind.
type rows[R keyed[R]] struct {
	pages [][]R // all but the last one are full
	count int
}

const (
	pageBits = 10
	pageRows = 1 << pageBits
)

// at returns where the k-th row stands.
func (r *rows[R]) at(k int) *R { return &r.pages[k>>pageBits][k&(pageRows-1)] }

// add appends a row.
func (r *rows[R]) add(row R) {
	if r.count == len(r.pages)<<pageBits {
		r.open()
	}
	last := &r.pages[len(r.pages)-1]
	*last = append(*last, row)
	r.count++
}

// open begins a page, which is one that was cut off if there is any: else each bad
// line could cost a page.
func (r *rows[R]) open() {
	n := len(r.pages)
	r.pages = slices.Grow(r.pages, 1)[:n+1]
	if r.pages[n] = r.pages[n][:0]; r.pages[n] == nil && n > 0 {
		r.pages[n] = make([]R, 0, pageRows)
	}
}

// cut leaves the first n rows.
func (r *rows[R]) cut(n int) {
	r.pages = r.pages[:(n+pageRows-1)>>pageBits]
	if last := len(r.pages) - 1; last >= 0 {
		r.pages[last] = r.pages[last][:n-last<<pageBits]
	}
	r.count = n
}

// between yields the rows from one on in front of another.
func (r *rows[R]) between(from, to int) iter.Seq[R] {
	return func(yield func(R) bool) {
		for from < to {
			begin := from & (pageRows - 1)
			page := r.pages[from>>pageBits][begin:min(begin+to-from, pageRows)]
			for i := range page {
				if !yield(page[i]) {
					return
				}
			}
			from += len(page)
		}
	}
}

// behind yields the rows from one on.
func (r *rows[R]) behind(from int) iter.Seq[R] { return r.between(from, r.count) }

// letGo lets go of the pages that lie between from and to wholly. It returns from where
// to go on.
func (r *rows[R]) letGo(from, to int) int {
	page := (from + pageRows - 1) >> pageBits
	for end := min((page+1)<<pageBits, r.count); page < len(r.pages) && end <= to; end = min((page+1)<<pageBits, r.count) {
		r.pages[page] = nil
		page++
	}
	return max(from, min(page<<pageBits, r.count))
}

// joinRows returns the rows of the parts, one behind the other. It uses their pages.
func joinRows[R keyed[R]](parts []rows[R]) rows[R] {
	var pages [][]R
	for i := range parts {
		pages = append(pages, parts[i].pages...)
	}
	all := rows[R]{pages: pages[:0]} // a page is opened again when all of it was taken, or is just being
	for _, page := range pages {
		all.take(page)
	}
	clear(pages[len(all.pages):])
	return all
}

// take appends the rows of a page.
func (r *rows[R]) take(page []R) {
	for len(page) > 0 {
		if r.count == len(r.pages)<<pageBits {
			r.open()
		}
		last := &r.pages[len(r.pages)-1]
		n := min(len(page), pageRows-len(*last))
		*last = append(*last, page[:n]...)
		page = page[n:]
		r.count += n
	}
}
