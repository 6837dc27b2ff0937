package workload

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strings"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
)

// A Question is asked for a name and a type. Answer is the data of the one record
// that it gets, as zone files have it, or "" for NXDOMAIN.
type Question struct {
	Name, Type, Answer string
}

// A Case is a kind of question.
type Case string

// The cases. Each asks at random.
const (
	Synth4   Case = "synth4"   // the generated name of an address of a /16
	Synth6   Case = "synth6"   // the same in an IPv6 /32
	Forward4 Case = "fwd4"     // the address of such a name
	Forward6 Case = "fwd6"     // the same in IPv6
	Explicit Case = "explicit" // the name of an address that was given one
	Missing  Case = "nx"       // an address in the zone and in no pool
	Mixed    Case = "mixed"    // 70 % explicit, 30 % synth4
	Flood    Case = "flood"    // a name that does not exist, in the zone of generated names
	Deep     Case = "deep"     // a name below an IPv6 address
)

// Cases lists them.
func Cases() []Case {
	return []Case{Synth4, Synth6, Forward4, Forward6, Explicit, Missing, Mixed, Flood, Deep}
}

// Questions returns n questions of a case about a load of so many mappings.
func Questions(c Case, n, mappings int) []Question {
	r := rand.New(rand.NewPCG(1, 1))
	questions := make([]Question, n)
	for i := range questions {
		questions[i] = c.ask(r, mappings)
	}
	return questions
}

func (c Case) ask(r *rand.Rand, mappings int) Question {
	switch c {
	case Synth4:
		return pointer(random4(r, 240), "")
	case Synth6:
		return pointer(random6(r), "")
	case Forward4:
		return forward(random4(r, 240), "A")
	case Forward6:
		return forward(random6(r), "AAAA")
	case Explicit:
		i := r.IntN(mappings)
		return pointer(address(i), customer(i))
	case Mixed:
		if r.IntN(10) < 7 {
			return Explicit.ask(r, mappings)
		}
		return Synth4.ask(r, mappings)
	case Flood:
		return Question{fmt.Sprintf("x%08x.host.example.", r.Uint32()), "A", ""}
	case Deep:
		return Question{"a.b.c.d.e.f.g.h." + reverse(random6(r)), "PTR", ""}
	default: // Missing
		return Question{reverse(random4(r, 250)), "PTR", ""}
	}
}

// pointer asks for the name of an address: the generated one, or name.
func pointer(a netip.Addr, name string) Question {
	if name == "" {
		name = generated(a)
	}
	return Question{reverse(a), "PTR", name}
}

func forward(a netip.Addr, rrtype string) Question { return Question{generated(a), rrtype, a.String()} }

func reverse(a netip.Addr) string { return arpa.Name(netip.PrefixFrom(a, a.BitLen())) }

// generated is the name that the template of the Corefile makes.
func generated(a netip.Addr) string {
	return "ip-" + strings.NewReplacer(".", "-", ":", "-").Replace(a.StringExpanded()) + ".host.example."
}

// random4 returns an address of a /16 in 10.0.0.0/8.
func random4(r *rand.Rand, second byte) netip.Addr {
	return netip.AddrFrom4([4]byte{10, second, byte(r.Uint32()), byte(r.Uint32())})
}

// random6 returns an address of 2001:db8::/32.
func random6(r *rand.Rand) netip.Addr {
	a := [16]byte{0x20, 0x01, 0x0d, 0xb8}
	for i := 4; i < 16; i++ {
		a[i] = byte(r.Uint32())
	}
	return netip.AddrFrom16(a)
}

// address is that of the i-th mapping, customer its name: 33 octets for most of a
// million, in one of 50,021 domains.
func address(i int) netip.Addr {
	return netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)})
}

func customer(i int) string {
	return fmt.Sprintf("vps%x.c%d.customers.example.", i, i*7919%50021)
}
