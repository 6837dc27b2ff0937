package confirm_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
)

const ours = "2.0.192.in-addr.arpa."

// world answers as the world of our zone does, but for what change changes.
func world(change func(m *dns.Msg)) func(c *call) {
	return func(c *call) {
		c.reply(func(m *dns.Msg) {
			if q := m.Question[0]; q.Qtype == dns.TypeSOA && strings.EqualFold(q.Name, ours) {
				m.Answer = rrs(q.Name, []string{"@ 300 SOA ns.example.net. h.example.net. 42 2 3 4 5"})
			} else {
				m.Rcode = dns.RcodeNameError
			}
			change(m)
		})
	}
}

// A resolver knows our zone; then something changes.
func TestCanary(t *testing.T) {
	isSOA := func(m *dns.Msg) bool { return m.Question[0].Qtype == dns.TypeSOA }
	for _, test := range []struct {
		name   string
		zone   string
		change func(m *dns.Msg)
		want   string // in the error; "" for none
	}{
		{"all is well", ours, func(*dns.Msg) {}, ""},
		{"no zone of ours", "", func(*dns.Msg) {}, ""},
		{"sells names that do not exist", ours, func(m *dns.Msg) {
			if !isSOA(m) {
				m.Rcode, m.Answer = dns.RcodeSuccess, rrs(m.Question[0].Name, good)
			}
		}, `which does not exist, got addresses [192.0.2.25] instead of NXDOMAIN`},
		{"says nodata for names that do not exist", ours, func(m *dns.Msg) { m.Rcode = dns.RcodeSuccess }, "got nodata [] instead of NXDOMAIN"},
		{"fails", ours, func(m *dns.Msg) { m.Rcode = dns.RcodeServerFailure }, "asking for a name that does not exist: servfail: SERVFAIL"},
		{"does not know our zone", ours, func(m *dns.Msg) { m.Rcode, m.Answer = dns.RcodeNameError, nil }, `our zone "` + ours + `" any more: NXDOMAIN without the SOA; check that the zone is delegated`},
		{"knows another zone", ours, func(m *dns.Msg) {
			for _, rr := range m.Answer {
				rr.Header().Name = "example.net."
			}
		}, "NOERROR without the SOA"},
		{"cannot reach our zone", ours, func(m *dns.Msg) {
			if isSOA(m) {
				m.Rcode = dns.RcodeServerFailure
			}
		}, `our zone "` + ours + `" any more: SERVFAIL`},
	} {
		t.Run(test.name, func(t *testing.T) {
			var changed atomic.Bool
			s := serve(t, world(func(m *dns.Msg) {
				if changed.Load() {
					test.change(m)
				}
			}))
			canary, r := confirm.NewCanary(test.zone), s.resolver(t)
			if err := canary.Check(t.Context(), r); err != nil {
				t.Fatal(err)
			}
			changed.Store(true)
			err := canary.Check(t.Context(), r)
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), s.addr)) {
				t.Errorf("%v; want %q", err, test.want)
			}
		})
	}
}

// A zone that a resolver never knew may be private.
func TestCanaryUnknownZone(t *testing.T) {
	s := serve(t, world(func(m *dns.Msg) { m.Rcode, m.Answer = dns.RcodeNameError, nil }))
	canary, r := confirm.NewCanary(ours), s.resolver(t)
	for range 2 {
		if err := canary.Check(t.Context(), r); err != nil {
			t.Error(err)
		}
	}
}

// The name that nobody has is another one each time, and none that could be
// registered.
func TestCanaryName(t *testing.T) {
	s := serve(t, world(func(*dns.Msg) {}))
	r, names := s.resolver(t), make(map[string]bool)
	for range 10 {
		if err := confirm.NewCanary("").Check(t.Context(), r); err != nil {
			t.Fatal(err)
		}
		name := strings.ToLower((<-s.calls).query.Question[0].Name)
		names[name] = true
		if labels := dns.SplitDomainName(name); len(labels) != 2 || len(labels[1]) != 16 {
			t.Errorf("name %q", name)
		}
	}
	if len(names) != 10 {
		t.Errorf("%d different names of 10", len(names))
	}
}

// A resolver of another kind is asked for the name that does not exist only.
type denier struct{ confirm.Resolver }

func (denier) Ask(context.Context, confirm.Question) confirm.Reply {
	return confirm.Reply{Outcome: confirm.NXDomain}
}
func (denier) String() string { return "denier" }

func TestCanaryOtherResolver(t *testing.T) {
	if err := confirm.NewCanary(ours).Check(t.Context(), denier{}); err != nil {
		t.Error(err)
	}
}
