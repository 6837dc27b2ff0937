package rdnsmgr_test

import (
	"context"

	"github.com/coredns/caddy"
	"github.com/coredns/coredns/core/dnsserver"
	"github.com/coredns/coredns/plugin"
	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/internal/workload"
)

// A byHand is a plugin that knows beforehand what it will be asked, and answers
// with a PTR record: what an answer costs when it need not be found.
type byHand struct {
	questions []workload.Question
	next      int
}

const byHandPlugin workload.Plugin = "byhand"

func setupByHand(c *caddy.Controller) error {
	h := new(byHand)
	dnsserver.GetConfig(c).AddPlugin(func(plugin.Handler) plugin.Handler { return h })
	return nil
}

// prompt tells the plugin, if the server has it, what comes.
func (s *server) prompt(questions []workload.Question) {
	if h, ok := s.config.Handler(string(byHandPlugin)).(*byHand); ok {
		h.questions, h.next = questions, 0
	}
}

func (*byHand) Name() string { return string(byHandPlugin) }

func (h *byHand) ServeDNS(_ context.Context, w dns.ResponseWriter, r *dns.Msg) (int, error) {
	target := h.questions[h.next].Answer
	h.next = (h.next + 1) % len(h.questions)
	m := new(dns.Msg).SetReply(r)
	m.Authoritative = true
	hdr := dns.RR_Header{Name: r.Question[0].Name, Rrtype: dns.TypePTR, Class: dns.ClassINET, Ttl: 3600}
	m.Answer = []dns.RR{&dns.PTR{Hdr: hdr, Ptr: target}}
	m.Extra = []dns.RR{&dns.OPT{Hdr: dns.RR_Header{Name: ".", Rrtype: dns.TypeOPT, Class: 1232}}}
	return dns.RcodeSuccess, w.WriteMsg(m)
}
