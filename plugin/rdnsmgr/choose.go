package rdnsmgr

import (
	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/internal/index"
)

// A choice is what a name has to say about the type that was asked.
type choice uint8

const (
	chooseNothing choice = iota // no data, or no such name
	chooseReferral
	chooseGenerated // PTR
	chooseExplicit  // PTR
	chooseAlias
	chooseDelegation // DS
	chooseAddress    // A or AAAA
	chooseSOA
	chooseServers
	chooseStatic
)

// choose finds the RRset that answers a question. For ANY it is one RRset of the
// owner (RFC 8482, 4.1).
func choose(a *index.Answer, qtype uint16) choice {
	is := func(t uint16) bool { return qtype == t || qtype == dns.TypeANY }
	switch {
	case a.Kind == index.Cut:
		return chooseAtCut(a, qtype)
	case a.Kind == index.Generated && is(dns.TypePTR):
		return chooseGenerated
	case a.Kind == index.Explicit && is(dns.TypePTR):
		return chooseExplicit
	case a.Kind == index.Aliased:
		return chooseAlias
	case a.Kind == index.Forward && is(addressType(a)):
		return chooseAddress
	case a.Kind == index.Apex && is(dns.TypeSOA):
		return chooseSOA
	case a.Kind == index.Apex && qtype == dns.TypeNS:
		return chooseServers
	case static(a, qtype) != nil:
		return chooseStatic
	}
	return chooseNothing
}

// chooseAtCut is choose for names at and below a delegation. The zone above it
// has the DS records alone.
func chooseAtCut(a *index.Answer, qtype uint16) choice {
	switch {
	case !a.AtCut || qtype != dns.TypeDS:
		return chooseReferral
	case a.Node.RRset(dns.TypeDS) != nil:
		return chooseDelegation
	}
	return chooseNothing
}

// static returns the records written for a name that is no delegation's, or nil.
func static(a *index.Answer, qtype uint16) *index.RRset {
	if qtype == dns.TypeANY && a.Node != nil && len(a.Node.RRsets) > 0 {
		return &a.Node.RRsets[0]
	}
	return a.Node.RRset(qtype)
}

// An answerKind is what metrics count an answer as: an index.Kind, or one of those
// beside.
type answerKind uint8

const (
	kindNoData = answerKind(index.Kinds) + iota
	kindRefused
)

// String returns the word for it.
func (k answerKind) String() string {
	switch k {
	case kindNoData:
		return "nodata"
	case kindRefused:
		return "refused"
	}
	return index.Kind(k).String()
}

// kind is what metrics count an answer as.
func (c choice) kind(a *index.Answer) answerKind {
	switch {
	case c == chooseStatic:
		return answerKind(index.Static)
	case c != chooseNothing, a.Kind == index.Missing:
		return answerKind(a.Kind)
	}
	return kindNoData
}
