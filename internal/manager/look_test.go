package manager_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// looked is the configuration of a server with the look check.
const looked = "state kept\nmappings customers.map\npolicy default {\nprotect_list brands.txt\n}\n"

// startLooked starts such a server.
func startLooked(t *testing.T, customers, brands string) *lab {
	l := newLab(t)
	l.write("customers.map", customers)
	l.write("brands.txt", brands)
	l.start(looked)
	return l
}

func (l *lab) wantLook(look rdns.Look, want int) {
	l.t.Helper()
	if got := l.manager.Status().Looks[look]; got != want {
		l.t.Errorf("%d mappings are %s, want %d", got, look, want)
	}
}

// TestLook: what looks spoofed is not served, and the log says why and how to
// get a name that is.
func TestLook(t *testing.T) {
	l := startLooked(t, "192.0.2.1 www.contoso-bank.com\n192.0.2.2 honest.example.org\n192.0.2.3 ip-192-0-2-9.host.example\n192.0.2.4 198-51-100-7.example.org", "contoso-bank.com\n")
	l.wantName("192.0.2.1", "generated")
	l.wantName("192.0.2.2", "honest.example.org. 3600")
	l.wantName("192.0.2.3", "generated")
	l.wantName("192.0.2.4", "generated")
	l.wantLog(`customers.map:1: 192.0.2.1 "www.contoso-bank.com." is not served: protected-name`, `customers.map:3: 192.0.2.3 "ip-192-0-2-9.host.example." is not served: own-zone`,
		`customers.map:4: 192.0.2.4 "198-51-100-7.example.org." is not served: embedded-address`)
	l.wantLook(rdns.Refused, 3)

	l.change("customers.map", "192.0.2.1 www.contoso-bank.com\n192.0.2.2 honest.example.org\n192.0.2.3 ip-192-0-2-9.host.example\n192.0.2.5 c0ntoso-bank.com\n")
	log := l.wantLog(`customers.map:4: 192.0.2.5 "c0ntoso-bank.com." is not served: `)
	if n := strings.Count(log, "is not served"); n != 1 {
		t.Errorf("%d names were judged again:\n%s", n-1, log)
	}
}

// TestRefusedTakesNothing: a name that is refused does not take the address from
// an honest one behind it.
func TestRefusedTakesNothing(t *testing.T) {
	l := startLooked(t, "192.0.2.1 www.contoso-bank.com\n192.0.2.1 honest.example.org\n", "contoso-bank.com\n")
	l.wantName("192.0.2.1", "honest.example.org. 3600")
}

// TestFlagged: a name that was served when a rule came stays, over restarts and
// reloads; a new one is judged by the rule at once.
func TestFlagged(t *testing.T) {
	l := startLooked(t, "192.0.2.1 www.contoso-bank.com\n", "# none yet\n")
	l.wantName("192.0.2.1", "www.contoso-bank.com. 3600")
	flagged := func(what string) {
		t.Helper()
		l.wantName("192.0.2.1", "www.contoso-bank.com. 3600")
		l.wantName("192.0.2.2", "generated")
		l.wantLook(rdns.Flagged, 1)
		if t.Failed() {
			t.Fatal(what)
		}
	}
	l.change("brands.txt", "contoso-bank.com\n")
	l.wantLog(`brands.txt": 1 domains`, `customers.map:1: 192.0.2.1 "www.contoso-bank.com." stays served as it was, but would be refused today: protected-name`)
	l.change("customers.map", "192.0.2.1 www.contoso-bank.com\n192.0.2.2 mail.contoso-bank.com\n")
	l.wantLook(rdns.Refused, 1)
	flagged("change")
	l.start(looked)
	flagged("reload")
	restart(l)
	l.start(looked)
	flagged("restart")
	restart(l)
	l.write("brands.txt", "contoso-bank.com\ncontoso.com\n")
	l.write("customers.map", "192.0.2.1 www.contoso-bank.com\n192.0.2.2 mail.contoso-bank.com\n192.0.2.3 www.contoso.com\n")
	l.start(looked)
	flagged("restart with other files")
	l.wantName("192.0.2.3", "generated")

	l.start(looked + "ptr 192.0.2.9 x.example.org")
	flagged("reload")
	l.change("customers.map", "192.0.2.2 mail.contoso-bank.com\n")
	l.wantName("192.0.2.1", "generated")
	l.change("customers.map", "192.0.2.1 www.contoso-bank.com\n192.0.2.2 mail.contoso-bank.com\n")
	l.wantName("192.0.2.1", "generated") // removed, and new again
	l.wantLook(rdns.Refused, 2)
}

// TestFlaggedByFirstPolicy: who turns the look check on loses no name by it.
func TestFlaggedByFirstPolicy(t *testing.T) {
	l := newLab(t)
	l.write("customers.map", "192.0.2.1 www.contoso-bank.com\n")
	l.write("brands.txt", "contoso-bank.com\n")
	l.start("state kept\nmappings customers.map")
	restart(l)
	l.start(looked)
	l.wantName("192.0.2.1", "www.contoso-bank.com. 3600")
	l.wantLook(rdns.Flagged, 1)
}

// TestAllowed: an allow line opens what is protected, for some.
func TestAllowed(t *testing.T) {
	l := newLab(t)
	l.write("customers.map", "192.0.2.1 www.contoso-bank.com\n192.0.2.17 www.contoso-bank.com\n192.0.2.33 www.contoso-bank.com\n")
	l.start("state memory\nmappings customers.map\nowner contoso 192.0.2.32/28\npolicy {\nprotect contoso-bank.com\nallow 192.0.2.0/28 contoso *.contoso-bank.com\n}")
	l.wantName("192.0.2.1", "www.contoso-bank.com. 3600")
	l.wantName("192.0.2.17", "generated")
	l.wantName("192.0.2.33", "www.contoso-bank.com. 3600")
}

// TestOperatorsNames are held to syntax only.
func TestOperatorsNames(t *testing.T) {
	l := newLab(t)
	l.write("op.map", "192.0.2.2 gw.corp.internal\n")
	l.start("state memory\nptr 192.0.2.1 core1.host.example\nrecord core1.host.example A 192.0.2.1\nmappings op.map { class operator }\npolicy strict")
	l.wantName("192.0.2.1", "core1.host.example. 3600")
	l.wantName("192.0.2.2", "gw.corp.internal. 3600")
	l.wantLog(`op.map:1: 192.0.2.2 "gw.corp.internal." is served, but special-use`)
	l.wantLook(rdns.Warned, 1)
}

// TestRecordGone: a name in our own zone is right as long as we hold it.
func TestRecordGone(t *testing.T) {
	l := newLab(t)
	l.write("customers.map", "192.0.2.1 www.host.example\n192.0.2.2 shop.host.example\n")
	l.write("static.records", "www.host.example. A 192.0.2.1\n")
	l.start("state memory\nmappings customers.map\nrecords static.records\npolicy default")
	l.wantName("192.0.2.1", "www.host.example. 3600")
	l.wantName("192.0.2.2", "generated")
	l.change("static.records", "www.host.example. A 192.0.2.1\nshop.host.example. A 192.0.2.2\n")
	l.wantName("192.0.2.2", "shop.host.example. 3600")
	l.change("static.records", "shop.host.example. A 192.0.2.2\n")
	l.wantName("192.0.2.1", "www.host.example. 3600")
	l.wantLook(rdns.Flagged, 1)
}

// TestOwnZone: below our forward zones a customer has what we hold for the very
// address, and what was delegated.
func TestOwnZone(t *testing.T) {
	l := newLab(t)
	l.write("customers.map", "192.0.2.1 www.host.example\n192.0.2.2 www.host.example\n192.0.2.3 mail.acme.host.example\n192.0.2.4 other.host.example\n192.0.2.5 www.paypa1.com.acme.host.example\n")
	l.start("state memory\nmappings customers.map\nrecord www.host.example A 192.0.2.1\nrecord acme.host.example NS ns.example.org\npolicy default")
	l.wantName("192.0.2.1", "www.host.example. 3600")
	l.wantName("192.0.2.2", "generated")
	l.wantName("192.0.2.3", "mail.acme.host.example. 3600")
	l.wantName("192.0.2.4", "generated")
}

// TestList: a list with a fault changes nothing, and a server does not start
// with one unless it has the last good one.
func TestList(t *testing.T) {
	l := startLooked(t, "192.0.2.1 www.contoso-bank.com\n", "contoso-bank.com\n")
	l.log.take()
	l.change("brands.txt", "\n")
	l.wantLog("it names no domain any more")
	l.change("brands.txt", "contoso-bank.com strange\n")
	l.wantLog(`protect_list "`, "brands.txt:1: ", "change refused, the last good content stays")
	if held := l.manager.Status().Held; len(held) != 1 {
		t.Errorf("got held %v", held)
	}
	restart(l)
	l.start(looked)
	l.wantName("192.0.2.1", "generated")
	l.wantLog("the last good content stays")
	l.change("brands.txt", "fabrikam.com\n")
	if held := l.manager.Status().Held; len(held) != 0 {
		t.Errorf("got held %v", held)
	}
	l.wantName("192.0.2.1", "www.contoso-bank.com. 3600")

	fresh := newLab(t)
	fresh.write("customers.map", "")
	if err := fresh.try(looked); err == nil || !strings.Contains(err.Error(), "brands.txt") || !strings.HasPrefix(err.Error(), "Corefile:") {
		t.Errorf("got %v", err)
	}
}

// TestPolicyFaults have their places, all of them.
func TestPolicyFaults(t *testing.T) {
	l := newLab(t)
	err := l.try("state memory\npolicy default {\ncheck no-such warn\ncheck charset off\n}")
	if err == nil || !strings.Contains(err.Error(), "Corefile:8: policy: check \"no-such\"") {
		t.Errorf("got %v", err)
	}
	err = l.try("state memory\npolicy default {\ncheck charset off\n}")
	if err == nil || !strings.Contains(err.Error(), "charset") || !strings.HasPrefix(err.Error(), "Corefile:") {
		t.Errorf("got %v", err)
	}
}

// TestUnmatched: a top-level domain that the list does not know is right once
// the name has matched.
func TestUnmatched(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLife(t)
		l.set("www.newcomer.zzzzz.", "192.0.2.1")
		l.write("customers.map", "192.0.2.1 www.newcomer.zzzzz\n192.0.2.2 www.typo.con\n")
		l.boot(twoResolvers + "policy default")
		l.wantName("192.0.2.1", "generated young")
		l.wantName("192.0.2.2", "generated young")
		l.after(2 * time.Minute)
		l.wantName("192.0.2.1", "www.newcomer.zzzzz. 3600")
		l.wantName("192.0.2.2", "generated young")
		l.wantLog(`"www.typo.con." is not served until it points back: unknown-tld`)
		l.restart(twoResolvers + "policy default")
		l.wantName("192.0.2.1", "www.newcomer.zzzzz. 3600")
		l.wantLook(rdns.Unmatched, 2)
		l.stop()
	})
}

// TestDuplicateClaim: the owner whose claim is confirmed keeps a name; another
// gets it only with an address that the name has.
func TestDuplicateClaim(t *testing.T) {
	const owners = twoResolvers + "owner acme 192.0.2.0/28\nowner beta 192.0.2.16/28\nunconfirmed serve"
	synctest.Test(t, func(t *testing.T) {
		l := newLife(t)
		l.set("shared.example.org.", "192.0.2.1", "192.0.2.18")
		l.write("customers.map", "192.0.2.1 shared.example.org\n192.0.2.17 shared.example.org\n192.0.2.18 shared.example.org\n192.0.2.40 shared.example.org\n")
		l.boot(owners)
		l.wantName("192.0.2.17", "shared.example.org. 3600") // nobody is confirmed yet
		l.after(2 * time.Minute)
		l.wantName("192.0.2.1", "shared.example.org. 3600")
		l.wantName("192.0.2.17", "shared.example.org. 3600") // adopted: until disproved
		l.wantName("192.0.2.18", "shared.example.org. 3600")
		l.wantName("192.0.2.40", "shared.example.org. 3600") // of no owner: not judged against others

		l.write("customers.map", "192.0.2.1 shared.example.org\n192.0.2.18 shared.example.org\n192.0.2.19 shared.example.org\n")
		l.after(2 * time.Second)
		l.wantName("192.0.2.19", "generated")
		l.wantLog(`customers.map:3: 192.0.2.19 "shared.example.org." is not served: another owner has confirmed the name`)
		if n := l.manager.Status().Fates[rdns.Displaced]; n != 1 {
			t.Errorf("%d mappings are displaced", n)
		}
		l.set("shared.example.org.", "192.0.2.1", "192.0.2.18", "192.0.2.19")
		l.after(time.Hour)
		l.wantName("192.0.2.19", "shared.example.org. 3600")
		l.stop()
	})
}

// TestWrongOwner: a line of acme's file for an address of another is a bad line.
func TestWrongOwner(t *testing.T) {
	l := newLab(t)
	l.write("customers.map", "192.0.2.1 a.example.org\n192.0.2.17 b.example.org\n192.0.2.40 c.example.org\n")
	l.start("state memory\nmappings customers.map { owner acme }\nowner acme 192.0.2.0/28\nowner beta 192.0.2.16/28")
	l.wantName("192.0.2.1", "a.example.org. 3600")
	l.wantName("192.0.2.17", "generated")
	l.wantName("192.0.2.40", "generated")
	l.wantLog(`customers.map:2: `, `customers.map:3: `, `belongs to owner "beta"`)
}

// TestInternational: names beyond ASCII are served as A-labels.
func TestInternational(t *testing.T) {
	l := newLab(t)
	l.write("customers.map", "192.0.2.1 www.bücher.example.org\n192.0.2.2 x\u200dy.example.org\n")
	l.start("state memory\nmappings customers.map")
	l.wantName("192.0.2.1", "www.xn--bcher-kva.example.org. 3600")
	l.wantName("192.0.2.2", "generated")
	l.wantLog(`customers.map:2: `)
}

// TestStatusRace: monitoring may ask while lists change.
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

// TestDisplacedAdopted: two owners share a name that has the addresses of both.
// The one whose match comes first takes nothing away from the other.
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
