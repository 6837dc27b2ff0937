package manager_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// A transition of the old instance after the new one has loaded.
func TestStaleReload(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLife(t)
		l.set("host1.example.org.", "192.0.2.1")
		l.write("customers.map", hosts(1, 1))
		l.boot(twoResolvers)
		l.after(time.Hour)
		l.write("customers.map", hosts(1, 2))
		l.after(2 * time.Second)
		l.wantName("192.0.2.2", "generated young")
		// new instance loads while the old still runs
		if err := l.try(twoResolvers); err != nil {
			t.Fatal(err)
		}
		l.set("host2.example.org.", "192.0.2.2")
		l.after(30 * time.Second) // old instance finds the match
		l.run()
		l.after(3 * time.Hour)
		l.wantName("192.0.2.2", host2)
		l.stop()
	})
}

// The old instance suspends while the new one has loaded.
func TestStaleReloadSuspended(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLife(t)
		l.set("host1.example.org.", "192.0.2.1")
		l.write("customers.map", hosts(1, 2))
		l.boot(twoResolvers)
		l.after(time.Second)
		if err := l.try(twoResolvers); err != nil {
			t.Fatal(err)
		}
		l.after(2 * time.Hour) // old instance disproves host2
		l.run()
		l.after(3 * time.Hour)
		l.wantName("192.0.2.2", "generated young")
		l.stop()
	})
}

// Confirm on, off for long, on again.
func TestConfirmOffOn(t *testing.T) {
	for _, how := range []string{"reload", "restart"} {
		t.Run(how, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newLife(t)
				next := l.boot
				if how == "restart" {
					next = l.restart
				}
				l.set("host1.example.org.", "192.0.2.1")
				l.set("host2.example.org.", "192.0.2.2")
				l.write("customers.map", hosts(1, 1))
				l.boot(twoResolvers)
				l.after(time.Hour)
				next("state kept\nmappings customers.map\n")
				l.write("customers.map", hosts(1, 2))
				l.after(2 * time.Hour)
				l.wantName("192.0.2.2", host2)
				l.silence(true)
				next(twoResolvers)
				l.wantName("192.0.2.2", host2)
				l.after(24 * time.Hour)
				l.wantName("192.0.2.2", host2)
				l.stop()
			})
		})
	}
}

// Two owners share a name that has both addresses; both adopted.
func TestDisplacedAdopted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLife(t)
		l.set("mail.example.org.", "192.0.2.1", "192.0.2.200")
		var b strings.Builder
		b.WriteString("192.0.2.1 mail.example.org\n192.0.2.200 mail.example.org\n")
		for i := 2; i < 200; i++ {
			fmt.Fprintf(&b, "192.0.2.%d host%d.example.org\n", i, i)
			l.set(fmt.Sprintf("host%d.example.org.", i), fmt.Sprintf("192.0.2.%d", i))
		}
		l.write("customers.map", b.String())
		// rate 1: 200 names are few here; 4 million at 20000/s are as long
		l.boot("confirm 192.0.2.101 192.0.2.102 {\nrate 1\n}\nstate kept\nmappings customers.map\nowner acme 192.0.2.0/28\nowner beta 192.0.2.192/28\n")
		bad := 0
		for range 120 {
			l.after(10 * time.Second)
			if n := l.name("192.0.2.200"); n != "mail.example.org. 3600" {
				bad++
			}
			if n := l.name("192.0.2.1"); n != "mail.example.org. 3600" {
				bad++
			}
		}
		if bad > 0 {
			t.Error("a name that points back was taken away")
		}
		l.stop()
	})
}

// Serial with duplicates that are refused in two files.
func TestSerialDuplicates(t *testing.T) {
	l := newLab(t)
	l.write("one.map", "192.0.2.1 www.contoso-bank.com\n")
	l.write("two.map", "192.0.2.1 www.contoso-bank.com\n")
	l.write("brands.txt", "contoso-bank.com\n")
	l.start("state kept\nmappings one.map\nmappings two.map\npolicy default {\nprotect_list brands.txt\n}\n")
	l.wantName("192.0.2.1", "generated")
	serial := l.block.Snapshot().Serial
	l.change("brands.txt", "fabrikam.com\n")
	l.wantName("192.0.2.1", "www.contoso-bank.com. 3600")
	if l.block.Snapshot().Serial == serial {
		t.Error("the answer changed, the serial did not")
	}
}

// Unconfirmed serve by a reload, for names that wait.
func TestUnconfirmedLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLife(t)
		l.set("host1.example.org.", "192.0.2.1")
		l.write("customers.map", hosts(1, 1))
		l.boot(twoResolvers)
		l.after(time.Minute)
		l.write("customers.map", hosts(1, 2))
		l.after(time.Minute)
		l.wantName("192.0.2.2", "generated young")
		l.boot(twoResolvers + "unconfirmed serve")
		l.after(time.Minute)
		l.wantName("192.0.2.2", host2)
		l.stop()
	})
}

func TestOwnNested(t *testing.T) {
	for what, line := range map[string]string{"cut": "record cust.sub.host.example NS ns.cust.example.org", "fallthrough": "fallthrough"} {
		t.Run(what, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newLife(t)
				l.set("www.cust.sub.host.example.", "192.0.2.1")
				l.write("customers.map", "192.0.2.1 www.cust.sub.host.example\n")
				if err := l.tryCorefile(fmt.Sprintf(nested, line)); err != nil {
					t.Fatal(err)
				}
				l.run()
				l.after(2 * time.Hour)
				l.wantName("192.0.2.1", "www.cust.sub.host.example. 3600")
				l.stop()
			})
		})
	}
}

// A delegation, or fallthrough, in one view, nothing in the other.
func TestOwnViews(t *testing.T) {
	for what, line := range map[string]string{"cut": "record sub.host.example NS ns.cust.example.org", "fallthrough": "fallthrough host.example"} {
		t.Run(what, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newLife(t)
				l.set("www.sub.host.example.", "192.0.2.1")
				l.write("customers.map", "192.0.2.1 www.sub.host.example\n")
				if err := l.tryCorefile(fmt.Sprintf(twoViews, line)); err != nil {
					t.Fatal(err)
				}
				l.run()
				l.after(2 * time.Hour)
				l.wantName("192.0.2.1", "www.sub.host.example. 3600")
				l.stop()
			})
		})
	}
}

// A zone that is delegated to the customer.
func TestDelegatedForward(t *testing.T) {
	l := newLab(t)
	l.write("customers.map", "192.0.2.1 mail.sub.host.example\n")
	l.start("state memory\nmappings customers.map\npolicy default\nrecord sub.host.example NS ns.cust.example.org")
	l.wantName("192.0.2.1", "mail.sub.host.example. 3600")
}

// Data race of Status with lists.
func TestStatusRace(t *testing.T) {
	l := startLooked(t, "192.0.2.1 www.example.org\n", "contoso-bank.com\n")
	stop := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				l.manager.Status()
			}
		}
	})
	for i := range 10 {
		l.write("brands.txt", fmt.Sprintf("contoso-bank.com strange %d\n", i))
		l.manager.Poll()
		l.write("brands.txt", fmt.Sprintf("contoso-bank%d.com\n", i))
		l.manager.Poll()
	}
	close(stop)
	wg.Wait()
}

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
