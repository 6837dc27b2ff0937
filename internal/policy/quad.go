package policy

import "net/netip"

// An octet is a number from 0 to 255 in a name, with what stands between it and
// the next one of its chain.
type octet struct {
	value byte
	sep   byte // '.', '-' or 'x'; 0 at the end of a chain
	word  bool // a letter stands before it, as in ec2
}

// quads looks for addresses written as four decimal numbers. Numbers that are
// separated by single dots, hyphens or x form a chain. What is longer than an
// address is not tried at every place: 24-100-136-24-100-136-104 is a network
// and an address.
func (j *judge) quads(o own) {
	var chain [maxLabels]octet
	n := 0
	name := j.s.name
	for i := 0; i < len(name); {
		if end := j.after6(i); end > i {
			j.chain(o, chain[:n], false)
			n, i = 0, end
			continue
		}
		if !digit(name[i]) {
			i++
			continue
		}
		end := i
		for end < len(name) && digit(name[end]) {
			end++
		}
		v, ok := octetAt(name, i, end)
		if !ok {
			j.chain(o, chain[:n], false)
			n, i = 0, end
			continue
		}
		if n > 0 && chain[n-1].sep == '.' && letter(name, end) {
			// The number begins a word of the next label, as in 6-8.3g-fix, unless it
			// makes an address of a pool complete.
			if q, ok := complete4(chain[:n], v); ok && !o.is(q) {
				if a, ours := j.pooled(q); ours {
					j.found(EmbeddedAddress, "the address "+a.String())
				}
			}
			j.chain(o, chain[:n], false)
			n, i = 0, end
			continue
		}
		chain[n] = octet{value: v, sep: separator(name, end), word: n == 0 && letter(name, i-1)}
		n++
		if chain[n-1].sep == 0 {
			j.chain(o, chain[:n], false)
			n = 0
		}
		i = end
	}
	j.chain(o, chain[:n], false)
}

// after6 returns the end of the IPv6 address that was read at i, or i.
func (j *judge) after6(i int) int {
	for _, s := range j.read6[:j.reads] {
		if i >= s.from && i < s.to {
			return s.to
		}
	}
	return i
}

// complete4 returns the last three octets of a chain and another one.
func complete4(c []octet, last byte) (q [4]byte, ok bool) {
	if len(c) < 3 {
		return q, false
	}
	c = c[len(c)-3:]
	return [4]byte{c[0].value, c[1].value, c[2].value, last}, true
}

// octetAt reads name[i:end], a run of digits, as an octet. The digit of a prefix
// such as ipv4 or ip6 is none.
func octetAt(name string, i, end int) (v byte, ok bool) {
	if end-i > 3 {
		return 0, false
	}
	if end-i == 1 && i > 0 && (name[i] == '4' || name[i] == '6') && (name[i-1] == 'v' || i > 1 && name[i-2:i] == "ip") {
		return 0, false
	}
	n := 0
	for ; i < end; i++ {
		n = n*10 + int(name[i]-'0')
	}
	return byte(n), n <= 255
}

// separator returns what joins the run of digits that ends at i to the next
// run, 0 if nothing does.
func separator(name string, i int) byte {
	if i+1 < len(name) && digit(name[i+1]) && (name[i] == '.' || name[i] == '-' || name[i] == 'x') {
		return name[i]
	}
	return 0
}

// letter tells whether a letter stands at i that does not separate numbers.
func letter(name string, i int) bool {
	return i >= 0 && i < len(name) && name[i] >= 'a' && name[i] <= 'z' && separator(name, i) == 0
}

// chain judges a chain of octets. The own address is put aside, and what is left
// on either side judged by itself; beside is true for such a rest.
func (j *judge) chain(o own, c []octet, beside bool) {
	if len(c) < 4 {
		return
	}
	for i := 0; i+4 <= len(c); i++ {
		if o.is(window(c[i:])) {
			j.chain(o, c[:i], true)
			j.chain(o, c[i+4:], true)
			return
		}
	}
	if len(c) == 4 {
		if q := window(c); !beside || !o.network(q) {
			j.quad(q)
		}
		return
	}
	if len(c) == 5 && c[0].word {
		j.quad(window(c[1:]))
		return
	}
	for i := 0; i+4 <= len(c); i++ {
		q := window(c[i:])
		if _, ours := j.pooled(q); ours || stands(c, i) {
			j.quad(q)
		}
	}
}

// stands tells whether the four octets at i of a longer chain are set apart by
// their separators: alike within, other ones around.
func stands(c []octet, i int) bool {
	sep := c[i].sep
	return c[i+1].sep == sep && c[i+2].sep == sep &&
		(i == 0 || c[i-1].sep != sep) && (i+4 == len(c) || c[i+3].sep != sep)
}

func window(c []octet) [4]byte {
	return [4]byte{c[0].value, c[1].value, c[2].value, c[3].value}
}

// quad reports an address that is not the own one.
func (j *judge) quad(q [4]byte) {
	if a, ok := j.pooled(q); ok {
		j.found(EmbeddedAddress, "the address "+a.String())
		return
	}
	switch {
	case !plausible(q):
	case private(q):
		j.found(PrivateQuad, "the address "+netip.AddrFrom4(q).String())
	case privateBackward(q):
		j.found(PrivateQuad, "the address "+netip.AddrFrom4(reversed(q)).String()+" backward")
	default:
		j.found(EmbeddedAddress, "the address "+netip.AddrFrom4(q).String()+", forward or backward")
	}
}
