package manager_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"
)

const nested = `192.0.2.0/24 host.example {
	rdnsmgr {
		pool 192.0.2.0/24 ip-{ip}.host.example
		soa ns1.example.net hostmaster.example.net
		ns ns1.example.net
		mappings customers.map
		state memory
		confirm 192.0.2.101 192.0.2.102
	}
}
sub.host.example {
	rdnsmgr {
		soa ns1.example.net hostmaster.example.net
		ns ns1.example.net
		%s
	}
}
`

const twoViews = `192.0.2.0/24 host.example {
	rdnsmgr {
		pool 192.0.2.0/24 ip-{ip}.host.example
		soa ns1.example.net hostmaster.example.net
		ns ns1.example.net
		%s
		mappings customers.map
		state memory
		confirm 192.0.2.101 192.0.2.102
	}
}
192.0.2.0/24 host.example {
	rdnsmgr {
		pool 192.0.2.0/24 ip-{ip}.host.example
		soa ns1.example.net hostmaster.example.net
		ns ns1.example.net
	}
}
`

// TestOwnElsewhere: of a name that a deeper zone or another view delegates, or
// leaves to another plugin, our own data does not say that it does not exist.
func TestOwnElsewhere(t *testing.T) {
	for _, test := range []struct{ what, corefile, line, name string }{
		{"a cut in a deeper zone", nested, "record cust.sub.host.example NS ns.cust.example.org", "www.cust.sub.host.example"},
		{"a fallthrough in a deeper zone", nested, "fallthrough", "www.cust.sub.host.example"},
		{"a cut in a view", twoViews, "record sub.host.example NS ns.cust.example.org", "www.sub.host.example"},
		{"a fallthrough in a view", twoViews, "fallthrough host.example", "www.sub.host.example"},
	} {
		t.Run(test.what, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newLife(t)
				l.set(test.name+".", "192.0.2.1")
				l.write("customers.map", "192.0.2.1 "+test.name+"\n")
				if err := l.tryCorefile(fmt.Sprintf(test.corefile, test.line)); err != nil {
					t.Fatal(err)
				}
				l.run()
				l.after(2 * time.Hour)
				l.wantName("192.0.2.1", test.name+". 3600")
				l.stop()
			})
		})
	}
}
