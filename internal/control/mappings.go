package control

import (
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// Mappings is a part of the desired mappings, by ascending address within each
// server block.
type Mappings struct {
	Mappings []Mapping `json:"mappings"`
	Next     string    `json:"next,omitempty"` // what to ask for after this; "" at the end
}

// A filter says which mappings are listed.
type filter struct {
	fate, look, confirmation string // "" for all
	after                    netip.Addr
	limit                    int
}

func (s *server) mappings(r *http.Request) (any, error) {
	f, err := newFilter(r.URL.Query())
	if err != nil {
		return nil, err
	}
	answer := Mappings{Mappings: []Mapping{}}
	for d := range s.manager.InOrder(f.after) {
		last := len(answer.Mappings) - 1
		if last+1 >= f.limit && answer.Mappings[last].Address != d.Addr.String() {
			answer.Next = answer.Mappings[last].Address
			break
		}
		if m, ok := s.listed(&d, f); ok {
			answer.Mappings = append(answer.Mappings, m)
		}
	}
	return answer, nil
}

// listed returns a mapping as it is listed, if the filter lets it through.
func (s *server) listed(d *index.Mapping, f filter) (Mapping, bool) {
	m := Mapping{
		Address: d.Addr.String(), Name: d.Name, TTL: d.TTL, Class: d.Class.String(), Owner: d.Owner,
		Fate: d.State.Fate().String(), Look: d.State.Look().String(),
	}
	if f.fate != "" && f.fate != m.Fate || f.look != "" && f.look != m.Look {
		return m, false
	}
	if r, ok := s.manager.Record(d); ok {
		m.Confirmation = record(r, &confirm.Verdict{})
	}
	return m, f.confirmation == "" || m.Confirmation != nil && m.Confirmation.State == f.confirmation
}

func newFilter(q url.Values) (f filter, err error) {
	f = filter{fate: q.Get("fate"), look: q.Get("look"), confirmation: q.Get("confirmation"), limit: defaultLimit}
	for _, w := range []struct {
		what, word string
		known      []string
	}{
		{"fate", f.fate, words(rdns.Shadowed)},
		{"look", f.look, words(rdns.Refused)},
		{"confirmation", f.confirmation, words(rdns.Suspended)},
	} {
		if w.word != "" && !slices.Contains(w.known, w.word) {
			return f, wrongf("%s %.80q: want one of %q", w.what, w.word, w.known)
		}
	}
	if text := q.Get("after"); text != "" {
		if f.after, err = address(text); err != nil {
			return f, err
		}
	}
	if text := q.Get("limit"); text != "" {
		if f.limit, err = strconv.Atoi(text); err != nil || f.limit < 1 || f.limit > maxLimit {
			return f, wrongf("limit %.80q: want a number from 1 to %d", text, maxLimit)
		}
	}
	return f, nil
}

// words returns the words for the values up to last.
func words[T interface {
	~uint8
	String() string
}](last T) (list []string) {
	for v := range last + 1 {
		list = append(list, v.String())
	}
	return list
}
