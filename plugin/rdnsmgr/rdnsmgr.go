package rdnsmgr

import (
	"context"
	"sync/atomic"

	"github.com/coredns/coredns/core/dnsserver"
	"github.com/coredns/coredns/plugin"

	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/internal/config"
	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/manager"
)

// A Handler answers for the zones of one rdnsmgr block.
type Handler struct {
	Next plugin.Handler

	server   *dnsserver.Config
	block    *manager.Block // set before the server listens
	zones    []string
	falls    plugin.Zones // names without data below these go to Next
	below    []below      // zones of other blocks inside ours
	shown    bool         // somebody may show what we publish about an answer
	counters counters

	transfers atomic.Int32 // that are running
}

var _ plugin.Handler = (*Handler)(nil)

// configure tells the handler its zones. Plugins in front of us, such as cache,
// ask for them before our own start.
func (h *Handler) configure(b *config.Block) {
	for _, z := range b.Zones {
		h.zones = append(h.zones, z.Origin)
	}
	if b.Fallthrough != nil {
		h.falls = b.Fallthrough.Zones
	}
}

// Name implements plugin.Handler.
func (h *Handler) Name() string { return name }

// CacheBypassZones keeps the cache plugin from holding answers back that
// changed.
func (h *Handler) CacheBypassZones() []string { return h.zones }

// ServeDNS implements plugin.Handler. It takes the snapshot once; nothing on
// the way locks, waits or asks the clock.
func (h *Handler) ServeDNS(ctx context.Context, w dns.ResponseWriter, r *dns.Msg) (int, error) {
	if len(r.Question) != 1 {
		return h.fail(w, r, dns.RcodeFormatError, 0)
	}
	if other := h.deeper(&r.Question[0]); other != nil {
		return other.ServeDNS(ctx, w, r)
	}
	snapshot := h.block.Snapshot()
	if snapshot == nil {
		return h.fail(w, r, dns.RcodeServerFailure, dns.ExtendedErrorCodeNotReady)
	}
	a := snapshot.Lookup(r.Question[0].Name)
	if a.Kind == index.Outside {
		return h.outside(ctx, w, r)
	}
	if rcode, extended := refuse(r); rcode != dns.RcodeSuccess {
		h.count(ctx, &a, kindRefused)
		return h.failBecause(w, r, rcode, extended, h.whyNoTransfer(snapshot, &a, r))
	}
	if a.Kind == index.Missing && h.fallsThrough(r.Question[0].Name) {
		return plugin.NextOrFailure(name, h.Next, ctx, w, r)
	}
	if done, err := h.answerDirectly(ctx, w, r, snapshot, &a); done {
		return dns.RcodeSuccess, err
	}
	m, kind := answer(snapshot, &a, r)
	h.count(ctx, &a, kind)
	return dns.RcodeSuccess, w.WriteMsg(m)
}

// count counts an answer, and publishes what it is before it is written.
func (h *Handler) count(ctx context.Context, a *index.Answer, kind answerKind) {
	h.counters.count(ctx, a, kind)
	if h.shown {
		h.describe(ctx, a, kind)
	}
}

// outside passes names that are none of ours on.
func (h *Handler) outside(ctx context.Context, w dns.ResponseWriter, r *dns.Msg) (int, error) {
	if h.Next != nil {
		return plugin.NextOrFailure(name, h.Next, ctx, w, r)
	}
	return h.fail(w, r, dns.RcodeRefused, dns.ExtendedErrorCodeNotAuthoritative)
}

// fallsThrough reports whether another plugin is to answer for a name that we
// have nothing for.
func (h *Handler) fallsThrough(qname string) bool {
	return h.Next != nil && len(h.falls) > 0 && h.falls.Matches(qname) != ""
}
