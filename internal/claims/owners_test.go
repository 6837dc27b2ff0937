package claims_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/claims"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

func prefixes(texts ...string) []netip.Prefix {
	var all []netip.Prefix
	for _, text := range texts {
		all = append(all, netip.MustParsePrefix(text))
	}
	return all
}

func owners() *claims.Owners {
	return claims.NewOwners([]claims.Owner{
		{Name: "acme", Prefixes: prefixes("192.0.2.0/24", "2001:db8:8::/48")},
		{Name: "beta", Prefixes: prefixes("192.0.2.8/29")},
		{Name: "acme", Prefixes: prefixes("192.0.2.9/32")},
		{Name: "many", Prefixes: prefixes("198.51.100.0/32", "198.51.100.2/32", "198.51.100.4/32", "198.51.100.6/32", "198.51.100.8/32", "198.51.100.10/32")},
	})
}

func TestOf(t *testing.T) {
	o := owners()
	for _, c := range []struct{ name, addr, want string }{
		{"inside", "192.0.2.1", "acme"},
		{"the longest prefix wins", "192.0.2.8", "beta"},
		{"one address inside of that", "192.0.2.9", "acme"},
		{"the last address", "192.0.2.15", "beta"},
		{"behind it", "192.0.2.16", "acme"},
		{"IPv6", "2001:db8:8::1", "acme"},
		{"outside", "192.0.3.1", ""},
		{"outside in IPv6", "2001:db8:9::1", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := o.Of(netip.MustParseAddr(c.addr)); got != c.want {
				t.Errorf("%s belongs to %q, want %q", c.addr, got, c.want)
			}
		})
	}
}

func TestZeroOwners(t *testing.T) {
	var o claims.Owners
	m := mapping("192.0.2.1", "a.example.", "acme")
	if err := o.Check(m); err != nil || o.Of(m.Addr) != "" || o.Effective(m) != "acme" {
		t.Errorf("%v, %q, %q", err, o.Of(m.Addr), o.Effective(m))
	}
}

func TestEffective(t *testing.T) {
	o := owners()
	for _, c := range []struct{ name, addr, owner, want string }{
		{"its own", "192.0.2.1", "other", "other"},
		{"of the address", "192.0.2.8", "", "beta"},
		{"nobody", "203.0.113.1", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := o.Effective(mapping(c.addr, "a.example.", c.owner)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestCheck(t *testing.T) {
	o := owners()
	const remedy = ": correct the address or the owner, or the owner lines of the Corefile"
	for _, c := range []struct{ name, addr, owner, want string }{
		{"its own", "192.0.2.1", "acme", ""},
		{"its own inside of another's", "192.0.2.9", "acme", ""},
		{"no owner", "192.0.2.1", "", ""},
		{"an owner without lines, nobody's address", "203.0.113.1", "other", ""},
		{"another's", "192.0.2.1", "beta", `192.0.2.1 belongs to owner "acme" (192.0.2.0/24); owner "beta" has 192.0.2.8/29`},
		{"another's inside of its own", "192.0.2.10", "acme", `192.0.2.10 belongs to owner "beta" (192.0.2.8/29); owner "acme" has 192.0.2.0/24, 2001:db8:8::/48, 192.0.2.9/32`},
		{"an owner without lines", "2001:db8:8::1", "other", `2001:db8:8::1 belongs to owner "acme" (2001:db8:8::/48); owner "other" has no prefixes`},
		{"nobody's", "203.0.113.1", "beta", `203.0.113.1 belongs to no owner; owner "beta" has 192.0.2.8/29`},
		{"many prefixes", "203.0.113.1", "many", `203.0.113.1 belongs to no owner; owner "many" has 198.51.100.0/32, 198.51.100.2/32, 198.51.100.4/32, 198.51.100.6/32 and 2 more`},
		{"another case", "192.0.2.1", "Acme", `192.0.2.1 belongs to owner "acme" (192.0.2.0/24); owner "Acme" has no prefixes`},
		{"hostile owner", "192.0.2.1", "\x1b[31m\"", `192.0.2.1 belongs to owner "acme" (192.0.2.0/24); owner "\x1b[31m\"" has no prefixes`},
		{"long owner", "192.0.2.1", strings.Repeat("ö", 300), `192.0.2.1 belongs to owner "acme" (192.0.2.0/24); owner "` + strings.Repeat("ö", 80) + `" has no prefixes`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, want := "", c.want
			if want != "" {
				want += remedy
			}
			if err := o.Check(mapping(c.addr, "a.example.", c.owner)); err != nil {
				got = err.Error()
			}
			if got != want {
				t.Errorf("\n got %s\nwant %s", got, want)
			}
		})
	}
}

func mapping(addr, name, owner string) rdns.Mapping {
	return rdns.Mapping{Addr: netip.MustParseAddr(addr), Name: name, Owner: owner}
}
