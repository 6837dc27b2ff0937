package policy_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"

	"golang.org/x/net/idna"

	"github.com/rdnsmgr/rdnsmgr/internal/policy"
)

// targets are protected domains that are on no shipped list, of every kind.
var targets = []policy.Protected{
	{Domain: "kundenbank.com", Kind: policy.Distinct},
	{Domain: "florvita.com", Kind: policy.Distinct},
	{Domain: "zenmail.com", Kind: policy.Distinct},
	{Domain: "rapidograph.org", Kind: policy.Distinct},
	{Domain: "klickwerk.de", Kind: policy.Distinct},
	{Domain: "pixeldrom.com", Kind: policy.Distinct},
	{Domain: "winterthurer.ch", Kind: policy.Distinct},
	{Domain: "novacloud.com", Kind: policy.Distinct},
	{Domain: "garden.com", Kind: policy.Word},
	{Domain: "maple.com", Kind: policy.Word},
	{Domain: "tkx.net", Kind: policy.Short},
	{Domain: "vela.com", Kind: policy.Word},
	{Domain: "nord-kasse.de", Kind: policy.Distinct},
	{Domain: "brembank.co.uk", Kind: policy.Distinct},
}

var hosts = []string{"example.net", "vps-rent.de", "rack-17.co.uk", "my-servers.com.br", "some-hoster.io"}

// A class is a way to make names that pass for a protected domain, or for a
// provider, from a source of randomness. make returns "" when the domain cannot
// be attacked in this way.
type class struct {
	name string
	gate float64 // the share that must be refused
	make func(r *rand.Rand, p policy.Protected) string
}

func core(p policy.Protected) (name, suffix string) {
	name, suffix, _ = strings.Cut(p.Domain, ".")
	return name, suffix
}

func pick[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }

// edited makes a class that changes the core of domains that are long enough.
func edited(name string, gate float64, edit func(r *rand.Rand, core string) string) class {
	return class{name, gate, func(r *rand.Rand, p policy.Protected) string {
		c, suffix := core(p)
		if p.Kind == policy.Short || len(c) < 5 {
			return ""
		}
		e := edit(r, c)
		if e == "" || e == c || strings.HasPrefix(e, "-") || strings.HasSuffix(e, "-") {
			return ""
		}
		return pick(r, "", "mail.", "www.", "mx1.") + e + "." + suffix
	}}
}

var letters = strings.Split("abcdefghijklmnopqrstuvwxyz", "")

// replaceIn replaces one of the letters that the table knows.
func replaceIn(r *rand.Rand, s string, table map[string][]string, times int) string {
	for range times {
		var at []int
		for i := range len(s) {
			if len(table[s[i:i+1]]) > 0 {
				at = append(at, i)
			}
		}
		if len(at) == 0 {
			return ""
		}
		i := pick(r, at...)
		s = s[:i] + pick(r, table[s[i:i+1]]...) + s[i+1:]
	}
	return s
}

var homoglyphs = map[string][]string{
	"o": {"0"}, "l": {"1", "i"}, "i": {"1", "l"}, "e": {"3"}, "a": {"4"}, "s": {"5"}, "t": {"7"}, "b": {"8"},
	"g": {"9", "q"}, "m": {"rn"}, "w": {"vv"}, "d": {"cl"}, "k": {"lc"}, "u": {"v"}, "z": {"2"},
}

var accents = map[string][]string{
	"a": {"á", "ä", "å", "ą", "ạ"}, "e": {"é", "ë", "ę", "ė"}, "i": {"í", "ï", "į"}, "o": {"ó", "ö", "ő", "ọ"},
	"u": {"ú", "ü", "ů"}, "c": {"ć", "č"}, "d": {"ď", "đ"}, "l": {"ł", "ĺ"}, "n": {"ń", "ň", "ñ"}, "r": {"ř", "ŕ"},
	"s": {"ś", "š"}, "t": {"ť", "ŧ"}, "z": {"ž", "ż"}, "h": {"ħ", "ĥ"}, "k": {"ķ"}, "w": {"ŵ"}, "y": {"ý"}, "m": {"ṃ"},
}

var cyrillic = map[string][]string{
	"a": {"а"}, "c": {"с"}, "e": {"е"}, "o": {"о"}, "p": {"р"}, "x": {"х"}, "y": {"у"}, "i": {"і"}, "s": {"ѕ"},
	"d": {"ԁ"}, "h": {"һ"}, "l": {"ӏ"}, "w": {"ԝ"}, "k": {"к"}, "m": {"м"}, "t": {"т"}, "n": {"п"}, "r": {"г"}, "b": {"ь"}, "v": {"ѵ"},
}

var greek = map[string][]string{"a": {"α"}, "o": {"ο"}, "i": {"ι"}, "v": {"ν"}, "n": {"η"}, "u": {"υ"}, "k": {"κ"}, "t": {"τ"}, "p": {"ρ"}}

// encode makes the A-labels of a name; "" if IDNA refuses it.
func encode(name string) string {
	a, err := idna.Punycode.ToASCII(name)
	if err != nil {
		return ""
	}
	return a
}

// foreign makes a class that replaces letters of the core by those of a table.
func foreign(name string, gate float64, table map[string][]string, times int) class {
	return class{name, gate, func(r *rand.Rand, p policy.Protected) string {
		c, suffix := core(p)
		if len(c) < 4 {
			return ""
		}
		if e := replaceIn(r, c, table, 1+r.IntN(times)); e != "" {
			return encode(e + "." + suffix)
		}
		return ""
	}}
}

// shapes are letters that become others of much the same shape.
var shapes = map[string][]string{
	"b": {"d", "lb"}, "c": {"e"}, "d": {"b", "dl"}, "e": {"c"}, "h": {"lh"}, "m": {"n", "nn", "rr"}, "n": {"m", "r"}, "3": {"8"}, "6": {"9"},
}

var strongWords = []string{"login", "signin", "verify", "secure", "account", "password", "billing", "wallet", "recovery"}
var anyWords = append([]string{"support", "update", "mail", "online", "service", "portal", "access", "admin", "alert"}, strongWords...)
var generic = []string{"com", "net", "org", "info", "top", "xyz", "online", "site", "shop", "club"}

func combos(name string, gate float64, change func(r *rand.Rand, core string) string) class {
	return class{name, gate, func(r *rand.Rand, p policy.Protected) string {
		c, _ := core(p)
		if p.Kind == policy.Short || len(c) < 5 {
			return ""
		}
		words, sep := anyWords, pick(r, "", "-")
		if p.Kind == policy.Word {
			words = strongWords
		}
		if changed := change(r, c); changed != c {
			if changed == "" {
				return ""
			}
			c, sep = changed, "-"
		}
		w, v := pick(r, words...), pick(r, words...)
		return pick(r, c+sep+w, w+sep+c, w+"-"+c+"-"+v, c+"-"+w+"-"+v) + "." + pick(r, generic...)
	}}
}

var classes = []class{
	edited("omission", 0.98, func(r *rand.Rand, c string) string { i := 1 + r.IntN(len(c)-1); return c[:i] + c[i+1:] }),
	edited("repetition", 0.98, func(r *rand.Rand, c string) string { i := r.IntN(len(c)); return c[:i] + c[i:i+1] + c[i:] }),
	edited("transposition", 0.98, func(r *rand.Rand, c string) string {
		i := r.IntN(len(c) - 1)
		return c[:i] + c[i+1:i+2] + c[i:i+1] + c[i+2:]
	}),
	edited("replacement", 0.98, func(r *rand.Rand, c string) string {
		i := 1 + r.IntN(len(c)-1)
		return c[:i] + pick(r, letters...) + c[i+1:]
	}),
	edited("insertion", 0.98, func(r *rand.Rand, c string) string {
		i := 1 + r.IntN(len(c)-1)
		return c[:i] + pick(r, letters...) + c[i:]
	}),
	edited("addition", 0.98, func(r *rand.Rand, c string) string { return c + pick(r, append(letters, "0", "3", "9")...) }),
	edited("bitsquatting", 0.98, func(r *rand.Rand, c string) string {
		i := 1 + r.IntN(len(c)-1)
		b := c[i] ^ 1<<r.IntN(5)
		if b < 'a' || b > 'z' {
			return ""
		}
		return c[:i] + string(rune(b)) + c[i+1:]
	}),
	edited("hyphenation", 0.98, func(r *rand.Rand, c string) string { i := 1 + r.IntN(len(c)-1); return c[:i] + "-" + c[i:] }),
	edited("shape", 0.98, func(r *rand.Rand, c string) string { return replaceIn(r, c, shapes, 1) }),
	edited("homoglyph", 0.98, func(r *rand.Rand, c string) string { return replaceIn(r, c, homoglyphs, 1) }),
	edited("two homoglyphs", 0.97, func(r *rand.Rand, c string) string { return replaceIn(r, c, homoglyphs, 2) }),
	foreign("accents", 0.98, accents, 3),
	foreign("cyrillic letters", 0.99, cyrillic, 3),
	foreign("greek letters", 0.99, greek, 3),
	combos("combosquat", 0.99, func(_ *rand.Rand, c string) string { return c }),
	combos("combosquat with homoglyph", 0.95, func(r *rand.Rand, c string) string { return replaceIn(r, c, homoglyphs, 1) }),
	combos("combosquat with shape", 0.90, func(r *rand.Rand, c string) string { return replaceIn(r, c, shapes, 1) }),
	{"glued combosquat with homoglyph", 0.90, func(r *rand.Rand, p policy.Protected) string {
		c, _ := core(p)
		if p.Kind != policy.Distinct {
			return ""
		}
		c, w := replaceIn(r, c, pick(r, homoglyphs, shapes), 1), pick(r, anyWords...)
		if c == "" {
			return ""
		}
		return pick(r, c+w, w+c) + "." + pick(r, generic...)
	}},
	{"misspelt subdomain", 0.98, func(r *rand.Rand, p policy.Protected) string {
		c, suffix := core(p)
		if p.Kind != policy.Distinct {
			return ""
		}
		i := 1 + r.IntN(len(c)-1)
		return pick(r, "", "www.") + c[:i] + pick(r, letters...) + c[i:] + "." + suffix + "." + pick(r, hosts...)
	}},
	{"protected", 1, func(r *rand.Rand, p policy.Protected) string {
		return pick(r, "", "www.", "mail-wr1-f50.", "a.b.") + p.Domain
	}},
	{"subdomain", 0.99, func(r *rand.Rand, p policy.Protected) string {
		return pick(r, "", "www.", "login.", "mx.") + p.Domain + "." + pick(r, "", "cust.", "srv1.", "a.b.") + pick(r, hosts...)
	}},
	{"dashed", 0.95, func(r *rand.Rand, p policy.Protected) string {
		c, _ := core(p)
		if p.Kind == policy.Short || len(c) < 5 {
			return ""
		}
		d := strings.ReplaceAll(p.Domain, ".", "-")
		return pick(r, d, "www-"+d, "secure-"+d+"-id12", strings.ReplaceAll(d, "-", "")) + "." + pick(r, hosts...)
	}},
	{"tail", 0.97, func(r *rand.Rand, p policy.Protected) string {
		if p.Kind != policy.Distinct {
			return ""
		}
		return pick(r, "", "www.", "smtp.") + p.Domain + pick(r, "-id7", "-verify", "-srv", "-x") + "." + pick(r, generic...)
	}},
	{"dot drop", 0.95, func(r *rand.Rand, p policy.Protected) string {
		c, suffix := core(p)
		if p.Kind != policy.Distinct {
			return ""
		}
		return pick(r, c+suffix+".com", c+"-"+suffix+".info", "www"+c+".com")
	}},
	{"split", 0.98, func(r *rand.Rand, p policy.Protected) string {
		c, suffix := core(p)
		if p.Kind == policy.Short || len(c) < 5 {
			return ""
		}
		i := 2 + r.IntN(len(c)-3)
		return pick(r, "", "www.") + c[:i] + "." + c[i:] + "." + suffix
	}},
	{"other tld", 0.95, func(r *rand.Rand, p policy.Protected) string {
		c, suffix := core(p)
		tld := pick(r, generic...)
		if p.Kind != policy.Distinct || tld == suffix {
			return ""
		}
		return pick(r, "", "mail.", "www.") + c + "." + tld
	}},
	{"private suffix", 0.95, func(r *rand.Rand, p policy.Protected) string {
		c, _ := core(p)
		if p.Kind != policy.Distinct {
			return ""
		}
		return c + pick(r, "", "-login", "-support") + "." + pick(r, "github.io", "pages.dev", "web.app", "ddns.net", "herokuapp.com")
	}},
	{"look-alike subdomain", 0.98, func(r *rand.Rand, p policy.Protected) string {
		c, suffix := core(p)
		if p.Kind != policy.Distinct {
			return ""
		}
		if e := replaceIn(r, c, accents, 1); e != "" {
			return encode(e + "." + suffix + "." + pick(r, hosts...))
		}
		return ""
	}},
	{"provider look-alike", 0.95, func(r *rand.Rand, _ policy.Protected) string {
		q := "ip-192-0-2-9."
		return pick(r, "", q, "mail.") + pick(r, "pool.isp.example.net", "pool.isp.example-x.net", "pool-isp-exampel.net", "pool-isp-examp1e.net",
			"poolispexample.net", "pool-isp-example.com", "pool.isp.example."+pick(r, hosts...), "isp-example.org", "ispexample.net")
	}},
}

// TestAttacks holds each class of attack on domains that no list knows to its
// gate: what counts are the rules, not the names.
func TestAttacks(t *testing.T) {
	p, err := policy.New(policy.Config{Protect: targets, Zones: []string{"pool.isp.example"}})
	if err != nil {
		t.Fatal(err)
	}
	addr := netip.MustParseAddr("192.0.2.9")
	for i, c := range classes {
		t.Run(c.name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(uint64(i), 39))
			refused, all := 0, 0
			var missed []string
			for range 2000 {
				name := c.make(r, pick(r, targets...))
				if name == "" {
					continue
				}
				all++
				if v := p.Check(policy.Request{Addr: addr, Name: name}); v.Outcome == policy.Refused {
					refused++
				} else if len(missed) < 10 {
					missed = append(missed, fmt.Sprintf("%s (%v)", name, v))
				}
			}
			share := float64(refused) / float64(max(all, 1))
			t.Logf("%.4f of %d", share, all)
			if all < 100 || share < c.gate {
				t.Errorf("refused %.4f of %d names, want %.2f; missed %q", share, all, c.gate, missed)
			}
		})
	}
}
