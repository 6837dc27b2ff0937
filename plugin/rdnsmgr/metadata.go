package rdnsmgr

import (
	"context"
	"strconv"
	"strings"
	"sync"

	"github.com/coredns/coredns/plugin/metadata"
	"github.com/coredns/coredns/request"

	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/internal/index"
)

var _ metadata.Provider = (*Handler)(nil)

// A description is what other plugins may know of an answer.
type description struct {
	kind    string // as metrics count it
	zone    string
	pool    string // the name of the pool that generated, if it has one
	owner   string // whom the mapping belongs to
	address string // that the answer is about
}

// Metadata implements metadata.Provider. What it tells is found out when
// somebody wants to know; ServeDNS replaces it by what it has answered, which
// may be about another name when the query was rewritten.
func (h *Handler) Metadata(ctx context.Context, state request.Request) context.Context {
	publish(ctx, sync.OnceValue(func() description { return h.foresee(state.Req) }))
	return ctx
}

// foresee returns how the query will be answered.
func (h *Handler) foresee(r *dns.Msg) description {
	s := h.block.Snapshot()
	if s == nil || len(r.Question) != 1 {
		return description{}
	}
	a := s.Lookup(r.Question[0].Name)
	if a.Kind == index.Outside || a.Kind == index.Missing && h.fallsThrough(r.Question[0].Name) {
		return description{}
	}
	if rcode, _ := refuse(r); rcode != dns.RcodeSuccess {
		return describe(&a, kindRefused)
	}
	_, kind := answer(s, &a, r)
	return describe(&a, kind)
}

func describe(a *index.Answer, kind answerKind) description {
	d := description{kind: kind.String(), zone: a.Zone.Origin}
	_, d.pool = labelOf(a)
	if a.Addr.IsValid() {
		d.address = a.Addr.String()
	}
	if _, attr, _, ok := a.Names.Next(); ok {
		d.owner = plain(attr.Owner)
	}
	return d
}

// plain returns a text of a customer's as one word without control characters.
func plain(text string) string {
	if quoted := strconv.QuoteToASCII(text); quoted[1:len(quoted)-1] != text || strings.ContainsAny(text, " ={}") {
		return quoted
	}
	return text
}

// describe publishes an answer for plugins that show metadata.
func (h *Handler) describe(ctx context.Context, a *index.Answer, kind answerKind) {
	kept := *a // the caller's stays on its stack
	publish(ctx, sync.OnceValue(func() description { return describe(&kept, kind) }))
}

func publish(ctx context.Context, d func() description) {
	metadata.SetValueFunc(ctx, name+"/kind", func() string { return d().kind })
	metadata.SetValueFunc(ctx, name+"/zone", func() string { return d().zone })
	metadata.SetValueFunc(ctx, name+"/pool", func() string { return d().pool })
	metadata.SetValueFunc(ctx, name+"/owner", func() string { return d().owner })
	metadata.SetValueFunc(ctx, name+"/address", func() string { return d().address })
}
