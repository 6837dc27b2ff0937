package rdnsmgr_test

import (
	"context"

	"github.com/coredns/caddy"
	"github.com/coredns/coredns/core/dnsserver"
	"github.com/coredns/coredns/plugin"
	"github.com/coredns/coredns/plugin/cache"
	"github.com/coredns/coredns/plugin/dnssec"
	signatures "github.com/coredns/coredns/plugin/pkg/cache"
	"github.com/miekg/dns"
)

// A disguised plugin goes by another name.
type disguised struct {
	plugin.Handler
	name string
}

func (d disguised) Name() string { return d.name }

// setupSign is dnssec with the key of a file, under a name by which we do not
// recognise it: a server that has it on our zones refuses to start.
func setupSign(c *caddy.Controller) error {
	c.Next()
	path := c.RemainingArgs()[0]
	key, err := dnssec.ParseKeyFile(path+".key", path+".private")
	if err != nil {
		return err
	}
	signed := signatures.New[[]dns.RR](10000)
	zones := plugin.OriginsFromArgsOrServerBlock(nil, c.ServerBlockKeys)
	dnsserver.GetConfig(c).AddPlugin(func(next plugin.Handler) plugin.Handler {
		return disguised{dnssec.New(zones, []*dnssec.DNSKEY{key}, false, next, signed), "sign"}
	})
	return nil
}

// setupKeep is a cache that does not ask whether our answers may be kept.
func setupKeep(c *caddy.Controller) error {
	dnsserver.GetConfig(c).AddPlugin(func(next plugin.Handler) plugin.Handler {
		keeps := cache.New()
		keeps.Next = next
		return disguised{keeps, "keep"}
	})
	return nil
}

// A scribble is as bad as a plugin may be: it writes to all that it is handed and
// appends to each section. A record that two replies share grows older with each
// of them, and the race detector sees it.
type scribble struct {
	plugin.Handler
}

func setupScribble(c *caddy.Controller) error {
	dnsserver.GetConfig(c).AddPlugin(func(next plugin.Handler) plugin.Handler { return scribble{next} })
	return nil
}

func (s scribble) Name() string { return "scribble" }

func (s scribble) ServeDNS(ctx context.Context, w dns.ResponseWriter, r *dns.Msg) (int, error) {
	return s.Handler.ServeDNS(ctx, scribbler{w}, r)
}

type scribbler struct {
	dns.ResponseWriter
}

func (s scribbler) WriteMsg(m *dns.Msg) error {
	for _, section := range []*[]dns.RR{&m.Answer, &m.Ns, &m.Extra} {
		for i, rr := range *section {
			if rr.Header().Rrtype != dns.TypeOPT { // whose TTL means flags
				rr.Header().Ttl++
			}
			(*section)[i] = rr
		}
		n := len(*section)
		*section = append(*section, new(dns.NULL))[:n]
	}
	m.Question[0].Qclass = dns.ClassINET
	return s.ResponseWriter.WriteMsg(m)
}
