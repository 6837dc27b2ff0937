package hostname_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
)

var placeholders = regexp.MustCompile(`\{(\w+)(?::(\d+))?\}`)

// modelName returns the name of a under a template, from the address written in
// binary: slow, and easy to compare with the documentation.
func modelName(template string, p netip.Prefix, a netip.Addr) string {
	binary := ""
	for _, octet := range a.AsSlice() {
		binary += fmt.Sprintf("%08b", octet)
	}
	name := placeholders.ReplaceAllStringFunc(template, func(s string) string {
		match := placeholders.FindStringSubmatch(s)
		arg, _ := strconv.Atoi(match[2])
		return modelPlaceholder(match[1], arg, binary, p.Bits())
	})
	return name + "."
}

func modelPlaceholder(word string, arg int, binary string, length int) string {
	size := len(binary)
	digits, dashed := modelHex(binary), modelDashed(binary)
	switch word {
	case "ip":
		return strings.Join(dashed, "-")
	case "rip":
		slices.Reverse(dashed)
		return strings.Join(dashed, "-")
	case "hex":
		return digits
	case "rhex":
		unit := 2
		if size == 128 {
			unit = 1
		}
		reversed := ""
		for i := 0; i < len(digits); i += unit {
			reversed = digits[i:i+unit] + reversed
		}
		return reversed
	case "a", "b", "c", "d":
		i := 8 * int(word[0]-'a')
		return modelDecimal(binary[i:i+8], arg)
	case "host":
		if arg == 0 {
			arg = size - length
		}
		return modelHex(binary[size-arg:])
	case "net":
		return modelHex(binary[length:arg])
	case "index":
		return modelDecimal(binary[length:], arg)
	}
	panic("unknown placeholder " + word)
}

// modelDashed returns the octets in decimal or the groups in hexadecimal.
func modelDashed(binary string) (texts []string) {
	if len(binary) == 32 {
		for i := 0; i < 32; i += 8 {
			texts = append(texts, modelDecimal(binary[i:i+8], 0))
		}
		return texts
	}
	for i := 0; i < 128; i += 16 {
		texts = append(texts, modelHex(binary[i:i+16]))
	}
	return texts
}

func modelHex(binary string) string {
	return fmt.Sprintf("%0*x", (len(binary)+3)/4, modelNumber(binary))
}

func modelDecimal(binary string, width int) string {
	return fmt.Sprintf("%0*d", width, modelNumber(binary))
}

func modelNumber(binary string) *big.Int {
	n, _ := new(big.Int).SetString("0"+binary, 2)
	return n
}

// modelLegal tells whether a generated name is legal: the rules for all host
// names, and no hyphens in places 3 and 4.
func modelLegal(name string) bool {
	return modelHostName(name) && !reserved.MatchString(name)
}

var (
	hostNames = regexp.MustCompile(`(?i)^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)
	reserved  = regexp.MustCompile(`(^|\.)..--`)
	numbers   = regexp.MustCompile(`(?i)\.([0-9]+|0x[0-9a-f]*)$`)
)

// modelHostName is Check as regular expressions.
func modelHostName(name string) bool {
	name = strings.TrimSuffix(name, ".")
	return len(name) <= 253 && hostNames.MatchString(name) && !numbers.MatchString(name)
}

// A world is a small prefix, all of its addresses, and their names under some
// template.
type world struct {
	template string
	prefix   netip.Prefix
	names    map[netip.Addr]string
	addrs    map[string][]netip.Addr
}

func newWorld(template string, p netip.Prefix) *world {
	w := &world{template, p, make(map[netip.Addr]string), make(map[string][]netip.Addr)}
	for a := p.Addr(); p.Contains(a); a = a.Next() {
		name := modelName(template, p, a)
		w.names[a] = name
		w.addrs[name] = append(w.addrs[name], a)
	}
	return w
}

// bind binds the template to the prefix.
func bind(t testing.TB, template string, p netip.Prefix) *hostname.Pattern {
	t.Helper()
	parsed, err := hostname.ParseTemplate(template)
	if err != nil {
		t.Fatal(err)
	}
	pattern, err := parsed.Bind(p)
	if err != nil {
		t.Fatal(err)
	}
	return pattern
}

// randomWorld returns a random small prefix with a random template that can be
// bound to it, but for names that may be illegal.
func randomWorld(r *rand.Rand) *world {
	p := randomPrefix(r)
	return newWorld(randomTemplate(r, p), p)
}

// randomPrefix returns a random prefix of at most 64 addresses. Its bits are
// often extreme, so that numbers of different length occur.
func randomPrefix(r *rand.Rand) netip.Prefix {
	var a [16]byte
	for i := range a {
		a[i] = [...]byte{0, 1, 5, 9, 64, 96, 128, 250, 255, byte(r.Uint32())}[r.IntN(10)]
	}
	if r.IntN(2) == 0 {
		return netip.PrefixFrom(netip.AddrFrom4([4]byte(a[:4])), 26+r.IntN(7)).Masked()
	}
	return netip.PrefixFrom(netip.AddrFrom16(a), 122+r.IntN(7)).Masked()
}

// randomTemplate returns a template whose placeholders mean something for p and
// can be read back.
func randomTemplate(r *rand.Rand, p netip.Prefix) string {
	text := pick(r, "", "", "", "x", "-", "0", "a.", "xy-", strings.Repeat("y", 30))
	for range 1 + r.IntN(3) {
		text += randomPlaceholder(r, p)
		text += pick(r, "-", "-", ".y", ".y", "x", "--", "-0", ".z.z", ".xn--z", "-"+strings.Repeat("z", 40))
	}
	return text + pick(r, "q", "q", "q.host", "-q.host", ".xn--q") + ".example"
}

func randomPlaceholder(r *rand.Rand, p netip.Prefix) string {
	size := p.Addr().BitLen()
	number := func(lo, hi int) string { return strconv.Itoa(lo + r.IntN(hi-lo+1)) }
	words := []string{"{ip}", "{rip}", "{hex}", "{rhex}", "{index}", "{index:" + number(2, 20) + "}", "{host:" + number(1, size) + "}", "{host:" + number(1, 8) + "}"}
	if p.Bits() < size {
		words = append(words, "{host}", "{host}", "{net:"+number(p.Bits()+1, size)+"}")
	}
	if size == 32 {
		words = append(words, "{d}", "{d}", "{d:3}", "{c}", "{b}", "{a}", "{a:3}")
	}
	return pick(r, words...)
}

func pick(r *rand.Rand, texts ...string) string { return texts[r.IntN(len(texts))] }
