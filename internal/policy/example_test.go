package policy_test

import (
	"fmt"
	"net/netip"

	"github.com/rdnsmgr/rdnsmgr/internal/policy"
)

func ExamplePolicy_Check() {
	p, err := policy.New(policy.Config{
		Protect: []policy.Protected{{Domain: "florvita.com"}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	p = p.For(policy.Site{Pools: netip.MustParsePrefix("192.0.2.0/24").Contains})
	for _, name := range []string{"mail.example.net.", "f1orvita-login.com.", "ip-192-0-2-7.example.net."} {
		v := p.Check(policy.Request{Addr: netip.MustParseAddr("192.0.2.9"), Name: name})
		fmt.Println(name, v)
		if r := v.Reason(); r != nil {
			fmt.Println(" ", r.Explain, "Found:", r.What+".", r.Remedy)
		}
	}
	// Output:
	// mail.example.net. accepted
	// f1orvita-login.com. refused combosquat
	//   The name adds a word such as login or support to a protected one. Found: the protected domain "florvita.com". Choose a name that is your own, or ask the operator to allow this one for your addresses.
	// ip-192-0-2-7.example.net. refused embedded-address
	//   The name contains an address other than the one it is for. Found: the address 192.0.2.7. Remove the address, or write the right one.
}
