package policy_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
	"github.com/rdnsmgr/rdnsmgr/internal/policy"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// pool4 and pool6 are what the tests' server serves, below host.example.
var (
	pool4 = bind("ip-{ip}.host.example", "192.0.2.0/24")
	pool6 = bind("ip6-{hex}.host.example", "2001:db8::/32")
	addr4 = netip.MustParseAddr("192.0.2.9")
	addr6 = netip.MustParseAddr("2001:db8::9")
)

func bind(template, prefix string) *hostname.Pattern {
	t, err := hostname.ParseTemplate(template)
	if err != nil {
		panic(err)
	}
	p, err := t.Bind(netip.MustParsePrefix(prefix))
	if err != nil {
		panic(err)
	}
	return p
}

// testConfig is a server with one zone and targets.
func testConfig() policy.Config {
	return policy.Config{Protect: targets, Zones: []string{"host.example"}}
}

// testSite has two pools and a record.
func testSite() policy.Site {
	return policy.Site{
		Pools: func(a netip.Addr) bool { return pool4.Prefix().Contains(a) || pool6.Prefix().Contains(a) },
		Generated: func(a netip.Addr) (string, bool) {
			for _, p := range []*hostname.Pattern{pool4, pool6} {
				if p.Prefix().Contains(a) {
					return string(p.Append(nil, a)), true
				}
			}
			return "", false
		},
		Record: func(name string, _ netip.Addr) bool { return name == "ns1.host.example." },
	}
}

func newPolicy(t testing.TB, c policy.Config) *policy.Policy {
	t.Helper()
	p, err := policy.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return p.For(testSite())
}

// checks has, for each check, names for 192.0.2.9 that it must find and benign
// neighbours in which it must not.
var checks = []struct {
	id    policy.ID
	finds []string
	not   []string
}{
	{policy.Charset,
		[]string{"a b.example.net", `a\.b.example.net`, `a\046b.example.net`, `a\032b.example.net`, "a/b.example.net", "<b>.example.net", `x\027[2J.example.net`, `a\`, `a\25`, `a\256.example.net`, `paypal\.com.example.net`},
		[]string{"a-b.example.net", `\097.example.net`, `\a.example.net`, "0-------------------0.example.net", "1.example.net"}},
	{policy.Length,
		[]string{"", ".", "a..example.net", ".example.net", strings.Repeat("a", 64) + ".example.net", strings.Repeat("a.", 126) + "com"},
		[]string{strings.Repeat("a", 63) + ".example.net", strings.Repeat("a.", 125) + "com"}},
	{policy.Hyphen,
		[]string{"-a.example.net", "a-.example.net", "a.example.-net"},
		[]string{"r3---sn-x.example.net", "a--b.example.net"}},
	{policy.Underscore, []string{"a_b.example.net", "_sip._tcp.example.net"}, []string{"a-b.example.net"}},
	{policy.Wildcard, []string{"*.example.net", "a*.example.net"}, []string{"star.example.net"}},
	{policy.SingleLabel, []string{"localhost", "mail", "com."}, []string{"mail.example.net"}},
	{policy.AddressLiteral,
		[]string{"192.0.2.9", "192.0.2.9.", "0x7f000001", "0x", "1.2", "017700000001", "a.b.3", "a.0x1f"},
		[]string{"192.0.2.9.example.net", "a.b3.example.net", "0x1g.example.net"}},
	{policy.ALabel,
		[]string{"xn--0.example.net", "xn--a-xbba.example.net", "xn--abc-fdc.com", "XN--0.example.net"},
		[]string{"xn--mnchen-3ya.de", "XN--MNCHEN-3YA.DE", "xn--strae-oqa.de"}},
	{policy.ULabel, []string{"münchen.de", "раypal.com"}, []string{"xn--mnchen-3ya.de"}},
	{policy.OwnZone,
		[]string{"ip-192-0-2-10.host.example", "host.example", "a.ip-192-0-2-9.host.example", "mail.host.example", "ip-192-0-2-009.host.example"},
		[]string{"ip-192-0-2-9.host.example", "IP-192-0-2-9.HOST.example.", "ns1.host.example", "myhost.example.net"}},
	{policy.UnknownTLD, []string{"mail.example.con", "mail.corp.lan", "a.xn--vermgensberatung-pwb.x"}, []string{"mail.example.com", "apple.xn--fiqs8s"}},
	{policy.SpecialUse, []string{"a.test", "a.example", "a.local", "a.onion", "x.internal", "a.alt"}, []string{"test.com", "local.example.net"}},
	{policy.ArpaTarget, []string{"9.2.0.192.in-addr.arpa", "router.home.arpa"}, []string{"46.111.218.in-addr.arpa.static.example.net"}},
	{policy.PublicSuffix, []string{"co.uk", "kumiyama.kyoto.jp"}, []string{"example.co.uk", "blogspot.com", "ec2-1.compute-1.amazonaws.com"}},
	{policy.WildcardDNS, []string{"192.0.2.9.nip.io", "sslip.io", "a.b.lvh.me"}, []string{"nip.example.net", "notnip.io"}},
	{policy.SharedZone, []string{"me.duckdns.org", "me.github.io"}, []string{"www.github.com", "duckdns.org"}},
	{policy.LocalName, []string{"localhost.example.net", "wpad.example.net"}, []string{"a.localhost.example.net"}},
	{policy.ProtectedName, []string{"florvita.com", "a.b.florvita.com", "tkx.net", "www.paypal.com"}, []string{"florvita.com.br", "notflorvita.com"}},
	{policy.EmbeddedAddress,
		[]string{"192-0-2-10.example.net", "ip8x8x8x8.example.net", "8-8.8-8.example.net", "008.008.004.004.example.net", "ec2-8-8-8-4.example.net",
			"192-0-2-9.8.8.8.8.example.net", "8-8-8-8b.example.net", "4.4.8.8.example.net", "8-8-8-10.example.net", "8-8-8-127.example.net", "192.0.2.10b.example.net"},
		[]string{"192-0-2-9.example.net", "9.2.0.192.example.net", "host9.192-0-2.example.net", "192-000-002-009.example.net", "192-0-2-192-0-2-9.example.net",
			"192-0-2-9.192.0.2.0.example.net", "ipv4-8-8-4.example.net", "109-61-6.8g-fix.example.net", "as5300-2-197.example.net", "s33.n12.n11.n66.example.net", "256-1-1-1.example.net"}},
	{policy.CodedAddress,
		[]string{"c000020a.example.net", "0xc000020a.example.net", "0a0200c0.example.net", "c0-00-02-0a.example.net", "host-c0.00.02.0a.example.net",
			"3221225994.example.net", "192000002010.example.net", "008008008008.example.net", "nodec000020a.example.net"},
		[]string{"c0000209.example.net", "090200c0.example.net", "192000002009.example.net", "3221225993.example.net", "3f2a1b4c.example.net", "deadbeef.example.net", "200112251230.example.net", "mac001122334455.example.net"}},
	{policy.EmbeddedAddress6,
		[]string{"20010db8000000000000000000000007.example.net", "v6-2001-db8--7.example.net", "ip6-2001-db8-1-2-0-25.example.net", "a-2001-0db8-0000-0000-0000-0000-0000-0007.example.net",
			"7." + strings.Repeat("0.", 23) + "8.b.d.0.1.0.0.2.example.net"},
		[]string{"2001-470--7.example.net", "dead-beef-cafe.example.net", "20010470000000000000000000000007.example.net"}},
	{policy.PrivateQuad, []string{"ip-10-115-1-5.example.net", "192.168.1.1.example.net", "127-0-0-1.example.net", "1-1-168-192.example.net", "1-1-16-172.example.net"}, []string{"ip-11-115-1-5.example.net"}},
	{policy.IdentifierStatus, []string{"xn--e28h.de", "xn--ls8h.la"}, []string{"xn--mnchen-3ya.de", "xn--fiqs8s.com"}},
	{policy.MixedScript, []string{"xn--pypal-4ve.net", "xn--hllo-bpa7979ih5m.cn"}, []string{"xn--80asgb.xn--p1ai", "xn--r8jwklh769hk43amcfoyl3z3a.com"}},
	{policy.WholeScript, []string{"xn--80ak6aa92e.com"}, []string{"xn--80ak6aa92e.ru", "xn--80asgb.com", "xn--80ak6aa92e.xn--p1ai"}},
	{policy.DigitLookalike, []string{"xn--124-0dd.com", "xn--13-quf.com"}, []string{"xn--12-6kc4b.com"}},
	{policy.DangerousPattern, []string{"xn--ab-0ea.com", "xn--comabc-k8d.com", "xn--jack-qwc.com", "xn--uss-qoa.com"}, []string{"xn--colla-sja.cat", "xn--r-uga6a.is"}},
	{policy.Confusable,
		[]string{"f1orvita.com", "zennnail.de", "mail.florv1ta.net", "klickvverk.com", "rnaple.com", "xn--flrvita-m0a.com", "kllckwerk.de", "pixelclrom.com"},
		[]string{"florvita.com", "flora.com", "map1e.org", "fl0ra.com"}},
	{policy.Typo,
		[]string{"florvit.com", "flovita.com", "florvtia.com", "fforvita.com", "ffl0rvita.com", "florvita9.com", "flor-vita.com", "mapel.com", "www.florviita.net",
			"florvitta.de", "zenmaill.net", "zemnail.net", "zermail.de", "zenmai.com", "mord-kasse.de", "nordkasse.de", "brenbank.co.uk", "lbrembank.co.uk", "brembonk.co.uk"},
		[]string{"florvita.com", "glorvita.com", "aflorvita.com", "lorvita.com", "map.com", "mapel.org", "velo.com", "tky.net", "stable.com", "hrembank.co.uk", "zenmai.de", "zenmaip.net", "zenmtail.org", "maplex.net"}},
	{policy.Combosquat,
		[]string{"florvita-login.com", "loginflorvita.net", "secure-florvita-update.org", "florvitalogin2.com", "flor-vita-login.com", "f1orvita-verify.com", "wwwflorvita.com", "customerkundenbank.com", "maple-login.com",
			"nord-kasse-login.com", "login-nord-kasse.net", "nordkasselogin.com", "secure-mord-kasse.net", "n0rd-kasse-support.com",
			"maplc-login.com", "loginflorvlta.com", "florvltamail.com", "loginflorvta.com"},
		[]string{"florvitaflowers.com", "maple-support.com", "mapleservice.com", "tkx-login.net", "florvita-berlin.de", "loginservice.com", "maplc-support.com", "mapls-login.com",
			"florvtamail.com", "nord-kasse-kiel.com", "kasse-login.com", "florvita.de"}},
	{policy.OtherTLD, []string{"florvita.net", "mail.florvita.xyz", "florvita.github.io"}, []string{"maple.net", "florvita.de", "florvita.co.uk"}},
	{policy.CountryTLD, []string{"florvita.de", "www.florvita.co.uk"}, []string{"maple.de"}},
	{policy.EmbeddedName,
		[]string{"florvita.com.example.net", "www.florvita.com.a.example.net", "www-florvita-com.example.net", "florvita.com-id7.net", "florvitacom.example.net",
			"nord-kasse.de.example.net", "www.nord-kasse-de.example.net", "nordkassede.example.net", "nord-kassede.example.net", "nord.kasse.de.example.net",
			"nord-kasse.de-login.com", "brembank.co.uk.example.net", "florvitta.com.example.net", "www.brembnk.co.uk.example.net",
			"tkx.net.example.org", "maple-com.example.net", "f1orvita.com.example.net", "xn--florvit-nwa.com.example.net"},
		[]string{"florvita.com.br", "tkx-net.example.org", "www.florvita.com.edgekey.net", "com.example.net", "vela-com.example.net", "florvita.example.net",
			"florvitta.net.example.org", "nord-kasse.example.net", "nord.kasse.example.net", "mapel.com.example.net", "florvitta.com"}},
	{policy.SplitName, []string{"flor.vita.com", "www.flor.vita.com", "ma.ple.com"}, []string{"flor.vita.net", "ve.la.com", "vita.com"}},
	{policy.NearName, []string{"rapidgrapg.org", "kundnebakn.com"}, []string{"kundenservice.com"}},
	{policy.BareBrand,
		[]string{"florvita.example.net", "a.florvita.b.example.net", "florvita-login.example.net", "secure-florvita.mail.example.net"},
		[]string{"maple.example.net", "florvita2.example.net", "florvita-berlin.example.net", "host-login.example.net"}},
	{policy.ProviderLookalike,
		[]string{"host.example.customer.org", "ip-192-0-2-9.host-example.net", "hostexample.com", "a.hostexample.customer.org", "host-exampel.net", "h0stexample.com"},
		[]string{"host.customer.org", "myhost.com", "host-examples-for-you.net", "localhost.customer.org"}},
}

func TestChecks(t *testing.T) {
	p := newPolicy(t, testConfig())
	for _, c := range checks {
		t.Run(c.id.String(), func(t *testing.T) {
			for _, name := range c.finds {
				if v := p.Check(policy.Request{Addr: addr4, Name: name}); !finds(v, c.id) {
					t.Errorf("Check(%q) = %v, want %v", name, v, c.id)
				}
			}
			for _, name := range c.not {
				if v := p.Check(policy.Request{Addr: addr4, Name: name}); finds(v, c.id) {
					t.Errorf("Check(%q) = %v: %+v", name, v, v.Findings)
				}
			}
		})
	}
}

func finds(v policy.Verdict, id policy.ID) bool {
	for _, f := range v.Findings {
		if f.ID == id {
			return true
		}
	}
	return false
}

// TestEveryCheckIsTested makes a new check come with names for it.
func TestEveryCheckIsTested(t *testing.T) {
	tested := map[policy.ID]bool{}
	for _, c := range checks {
		tested[c.id] = len(c.finds) > 0 && len(c.not) > 0
	}
	for _, e := range policy.Catalogue() {
		if !tested[e.ID] {
			t.Errorf("%s has no names that it must find, or none that it must not", e.Name)
		}
	}
}

func TestOwnAddress6(t *testing.T) {
	p := newPolicy(t, testConfig())
	for name, want := range map[string]policy.Outcome{
		"v6-2001-db8--9.example.net":                                                                    policy.Accepted,
		"2001-db8-0-9.example.net":                                                                      policy.Accepted,
		"20010db8000000000000000000000009.example.net":                                                  policy.Accepted,
		"9." + strings.Repeat("0.", 23) + "8.b.d.0.1.0.0.2.sub.net":                                     policy.Accepted,
		"ip6-20010db8000000000000000000000009.host.example":                                             policy.Accepted,
		"v6-2001-db8--8.example.net":                                                                    policy.Refused,
		"v6-2001-db8-0-0-0-0-0-9.example.net":                                                           policy.Accepted,
		"v6-2001-db8-0-0-0-0-0-9.8-8-8-8.example.net":                                                   policy.Refused,
		strings.Repeat("0.", 10) + "a.1.2.3.4.a." + strings.Repeat("0.", 8) + "8.b.d.0.1.0.0.3.sub.net": policy.Accepted,
		"192-0-2-10.example.net":                                                                        policy.Refused,
		"2001-db8-0-0-0-0-0-9-8-8-8-8.example.net":                                                      policy.Refused,
		"8-8-8-8-2001-db8-0-0-0-0-0-9.example.net":                                                      policy.Refused,
		"2001.0db8.0000.0000.0000.0000.0000.0009.example.net":                                           policy.Accepted,
		"2001.0db8.0000.0000.0000.0000.0000.0009.8.8.8.8.example.net":                                   policy.Refused,
		"2001.0db8.0000.0000.0000.0000.0000.000a.example.net":                                           policy.Refused,
		"2001-db8-0-0-0-0-0-9.2001-db8-0-0-0-0-0-9.example.net":                                         policy.Accepted,
	} {
		if v := p.Check(policy.Request{Addr: addr6, Name: name}); v.Outcome != want {
			t.Errorf("Check(%q) = %v, want %v", name, v, want)
		}
	}
}

func TestOperatorNames(t *testing.T) {
	p := newPolicy(t, testConfig())
	for name, want := range map[string]policy.Outcome{
		"core1.host.example":     policy.Warned,
		"www.florvita.com":       policy.Warned,
		"192-0-2-10.example.net": policy.Warned,
		"mail.example.net":       policy.Accepted,
		"a b.example.net":        policy.Refused,
		"localhost":              policy.Refused,
	} {
		if v := p.Check(policy.Request{Addr: addr4, Name: name, Class: rdns.Operator}); v.Outcome != want {
			t.Errorf("Check(%q) = %v, want %v", name, v, want)
		}
	}
}

func TestUnknownTLDUnlessMatched(t *testing.T) {
	p := newPolicy(t, testConfig())
	if v := p.Check(policy.Request{Addr: addr4, Name: "mail.example.brandnew"}); v.Outcome != policy.Refused || !v.UnlessMatched() {
		t.Errorf("got %v, UnlessMatched %v, want a refusal unless matched", v, v.UnlessMatched())
	}
	if v := p.Check(policy.Request{Addr: addr4, Name: "192-0-2-10.example.brandnew"}); v.UnlessMatched() {
		t.Errorf("got %v unless matched, want a refusal for good", v)
	}
}
