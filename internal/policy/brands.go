package policy

import "strings"

// brandIndex finds protected names by what a name can be mistaken for. Making it
// costs time and memory in proportion to the number of names; asking it does
// not, and allocates nothing.
type brandIndex struct {
	brands   []brand
	byDomain map[string]int32   // the domain itself
	byLook   map[string][]int32 // the look of the core
	byWide   map[string][]int32 // its wide look
	joined   map[string][]int32 // the core without its hyphens
	joinedBy map[string][]int32 // the look of that
	heads    starts             // of the next two
	byFirst  map[string][]int32 // the look of the first word of the domain
	byGlued  map[string][]int32 // the look of the domain without its dots and hyphens
	suffixes map[string]bool    // the first labels of the suffixes
	plain    *nearness          // the cores, as they are written
	looks    *nearness          // the cores, by their looks
	far      *nearness          // long cores, for two edits
	openings openings           // of the joined cores, and of their looks
	hyphens  int                // the most hyphens that a core has
	longest  int                // length of the longest core
}

// newBrandIndex makes the index.
func newBrandIndex(brands []brand) *brandIndex {
	x := &brandIndex{
		brands:   brands,
		byDomain: make(map[string]int32, len(brands)),
		byLook:   make(map[string][]int32, len(brands)),
		byWide:   make(map[string][]int32, len(brands)),
		joined:   make(map[string][]int32, len(brands)),
		joinedBy: make(map[string][]int32, len(brands)),
		byFirst:  make(map[string][]int32, len(brands)),
		byGlued:  make(map[string][]int32, len(brands)),
		suffixes: map[string]bool{},
	}
	plain := make([]string, len(brands))
	looks := make([]string, len(brands))
	far := make([]string, len(brands))
	for i := range brands {
		b := &brands[i]
		x.enter(b, int32(i))
		if !b.comparable() {
			continue
		}
		plain[i] = b.core
		if len(b.core) > typoCore {
			looks[i] = b.look
		}
		if len(b.core) >= twoTypoCore && b.kind == Distinct {
			far[i] = b.core
		}
	}
	x.plain, x.looks = newNearness(plain, 1), newNearness(looks, 1)
	x.far = newNearness(far, 2)
	return x
}

func (x *brandIndex) enter(b *brand, i int32) {
	if !b.zone {
		x.byDomain[b.domain] = i
	}
	joinedLook := look(b.joined)
	x.openings.add(b.joined)
	x.openings.add(joinedLook)
	x.joined[b.joined] = append(x.joined[b.joined], i)
	x.joinedBy[joinedLook] = append(x.joinedBy[joinedLook], i)
	x.byLook[b.look] = append(x.byLook[b.look], i)
	wide := string(appendWideLook(nil, b.core))
	x.byWide[wide] = append(x.byWide[wide], i)
	first := look(b.words[0].text)
	x.heads.add(first)
	x.byFirst[first] = append(x.byFirst[first], i)
	glued := look(b.glued())
	x.heads.add(glued)
	x.byGlued[glued] = append(x.byGlued[glued], i)
	x.hyphens = max(x.hyphens, len(b.core)-len(b.joined))
	suffix, _, _ := strings.Cut(b.suffix, ".")
	x.suffixes[suffix] = true
	x.longest = max(x.longest, len(b.core))
}

// comparable tells whether names that are a letter away from b's can be refused.
func (b *brand) comparable() bool {
	return b.kind != Short && len(b.core) >= typoCore
}

// protectedName reports the protected domains themselves, and what is below
// them. A name that resolves to the address proves nothing here: records outlive
// the tenants that they were made for.
func (j *judge) protectedName() {
	x := j.p.brands
	for i := range j.s.n - 1 {
		if k, ok := x.byDomain[j.s.from(i)]; ok {
			j.found(ProtectedName, "the protected domain "+x.brands[k].domain)
			return
		}
	}
}

// brands compares the name with the protected ones. A name that is below one has
// been judged already.
func (j *judge) brands() {
	if len(j.p.brands.brands) == 0 || j.has(ProtectedName) {
		return
	}
	j.cores()
	j.embedded()
	j.splitName()
	j.bareBrand()
}

// cores compares the label that was registered, and the one below a private
// suffix as well: what somebody rents there is theirs in the same way.
func (j *judge) cores() {
	s := &j.s
	if s.icann <= 0 {
		return
	}
	j.core(s.icann - 1)
	if s.private > 0 && s.private != s.icann && !j.carried() {
		j.core(s.private - 1)
	}
}

// carried tells whether the name is below one of the content networks.
func (j *judge) carried() bool { return j.p.carriers.has(j.s.from(j.s.icann - 1)) }

// core compares the label with index i, left of a suffix, with the cores of
// protected domains.
func (j *judge) core(i int) {
	c := candidate{
		plain: j.s.plain(i), suffix: j.s.from(i + 1),
		foreign: j.s.international(i),
	}
	// What is below a private suffix is the suffix's business, wherever that is.
	c.country = i >= j.s.icann-1 && j.p.tlds.country(j.s.label(j.s.n-1))
	var buf [maxLabel]byte
	if len(c.plain) > maxLabel {
		return // letters that became longer; it resembles no name
	}
	c.look = appendLook(buf[:0], c.plain)
	j.known = j.p.known.has(j.s.from(i))
	j.sameLook(&c)
	j.typos(&c)
	if !c.same {
		j.combination(&c)
	}
}

// A candidate is a label that may pass for the core of a protected domain.
type candidate struct {
	plain   string // in Latin letters
	look    []byte
	suffix  string // what follows the label
	country bool   // the suffix is that of a country
	foreign bool   // it was written in other letters
	same    bool   // it is the core of a protected name
	near    bool   // it was found to be near one
}

// report reports a finding that names a protected domain. The text is put
// together only if the finding counts.
func (j *judge) report(id ID, b *brand) {
	if b.zone && id != ProtectedName {
		id = ProviderLookalike
	}
	if j.severity(id) != Off && !j.has(id) {
		j.found(id, "the protected domain "+quote(b.domain))
	}
}
