package confirm_test

import (
	"fmt"
	"net/netip"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
)

// said returns a reply of a resolver.
func said(resolver string, o confirm.Outcome, ttl time.Duration, addresses ...string) confirm.Reply {
	r := confirm.Reply{Resolver: resolver, Outcome: o, TTL: ttl}
	for _, a := range addresses {
		r.Addrs = append(r.Addrs, netip.MustParseAddr(a))
	}
	return r
}

func TestJudge(t *testing.T) {
	const (
		min1, min5 = time.Minute, 5 * time.Minute
		right      = "192.0.2.25"
		wrong      = "198.51.100.7"
	)
	type replies = []confirm.Reply
	tests := []struct {
		name      string
		addr      string
		replies   replies
		resolvers int
		want      confirm.Finding
		ttl       time.Duration
	}{
		{"match", right, replies{said("a", confirm.Addresses, min5, right)}, 2, confirm.Match, min5},
		{"match among others", right, replies{said("a", confirm.Addresses, min5, wrong, right)}, 2, confirm.Match, min5},
		{"match of one against two", right, replies{said("a", confirm.NXDomain, min1), said("b", confirm.NXDomain, min1), said("c", confirm.Addresses, min5, right)}, 3, confirm.Match, min5},
		{"match beside silence", right, replies{said("a", confirm.Timeout, 0), said("b", confirm.Addresses, min5, right)}, 2, confirm.Match, min5},
		{"two mismatches", right, replies{said("a", confirm.Addresses, min1, wrong), said("b", confirm.Addresses, min5, wrong)}, 2, confirm.Mismatch, min5},
		{"two mismatches, other addresses", right, replies{said("a", confirm.Addresses, min1, wrong), said("b", confirm.Addresses, min1, "203.0.113.1")}, 2, confirm.Mismatch, min1},
		{"two nodata", right, replies{said("a", confirm.NoData, min1), said("b", confirm.NoData, min1)}, 2, confirm.Addressless, min1},
		{"two nxdomain", right, replies{said("a", confirm.NXDomain, min1), said("b", confirm.NXDomain, min1)}, 2, confirm.Nonexistent, min1},
		{"nodata and nxdomain", right, replies{said("a", confirm.NoData, min1), said("b", confirm.NXDomain, min1)}, 2, confirm.Addressless, min1},
		{"two of three", right, replies{said("a", confirm.Timeout, 0), said("b", confirm.NXDomain, min1), said("c", confirm.NXDomain, min1)}, 3, confirm.Nonexistent, min1},
		{"two agree, one differs", right, replies{said("a", confirm.Addresses, min1, wrong), said("b", confirm.NXDomain, min1), said("c", confirm.NXDomain, min1)}, 3, confirm.Nonexistent, min1},
		{"one of two", right, replies{said("a", confirm.NXDomain, min1), said("b", confirm.Timeout, 0)}, 2, confirm.Disputed, 0},
		{"one of two alone", right, replies{said("a", confirm.NXDomain, min1)}, 2, confirm.Disputed, 0},
		{"one rewrites nxdomain", right, replies{said("a", confirm.NXDomain, min1), said("b", confirm.Addresses, min1, wrong)}, 2, confirm.Disputed, 0},
		{"the same resolver twice", right, replies{said("a", confirm.NXDomain, min1), said("a", confirm.NXDomain, min1)}, 2, confirm.Disputed, 0},
		{"the only resolver", right, replies{said("a", confirm.NXDomain, min1)}, 1, confirm.Nonexistent, min1},
		{"the only resolver fails", right, replies{said("a", confirm.ServFail, 0)}, 1, confirm.Unanswered, 0},
		{"nobody", right, nil, 2, confirm.Unanswered, 0},
		{"mapped address for IPv4", right, replies{said("a", confirm.Addresses, min1, "::ffff:192.0.2.25"), said("b", confirm.Addresses, min1, "::ffff:192.0.2.25")}, 2, confirm.Mismatch, min1},
		{"mapped address for IPv6", "2001:db8::25", replies{said("a", confirm.Addresses, min1, "::ffff:192.0.2.25", "2001:db8::25")}, 2, confirm.Match, min1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			v := confirm.Judge(netip.MustParseAddr(test.addr), test.replies, test.resolvers)
			if v.Finding != test.want || v.TTL != test.ttl {
				t.Errorf("%v for %v, want %v for %v", v.Finding, v.TTL, test.want, test.ttl)
			}
		})
	}
}

func TestJudgeTakesNoFailureForEvidence(t *testing.T) {
	for o := confirm.NoOutcome; o <= confirm.LongChain; o++ {
		if o.Definite() {
			continue
		}
		replies := []confirm.Reply{said("a", o, 0), said("b", o, 0), said("c", o, 0)}
		for resolvers := 1; resolvers <= 3; resolvers++ {
			if v := confirm.Judge(netip.MustParseAddr("192.0.2.1"), replies[:resolvers], resolvers); v.Finding != confirm.Unanswered {
				t.Errorf("%d resolvers say %v: %v", resolvers, o, v.Finding)
			}
		}
	}
}

func TestJudgeTellsPeople(t *testing.T) {
	many := make([]string, 5000)
	for i := range many {
		many[i] = fmt.Sprintf("10.0.%d.%d", i/250, i%250)
	}
	v := confirm.Judge(netip.MustParseAddr("192.0.2.1"), []confirm.Reply{said("a", confirm.Addresses, time.Hour, many...), said("b", confirm.Addresses, time.Minute, many...)}, 2)
	if len(v.Found) != 8 || v.More != 4992 || v.Reason != "a, b" || v.Retry != time.Minute {
		t.Errorf("found %d and %d more, reason %q, retry %v", len(v.Found), v.More, v.Reason, v.Retry)
	}
	late := said("b", confirm.Timeout, 0)
	late.Detail = "i/o timeout"
	v = confirm.Judge(netip.MustParseAddr("192.0.2.1"), []confirm.Reply{said("a", confirm.NXDomain, time.Minute), late}, 2)
	if diff := cmp.Diff("a: nxdomain; b: timeout (i/o timeout)", v.Reason); diff != "" {
		t.Error(diff)
	}
}
