package manager_test

import (
	"testing"
	"testing/synctest"
	"time"
)

// TestStaleReload: what the old instance confirmed after the new one had
// loaded is served by the new one.
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

// TestStaleReloadSuspended: and what it suspended is not.
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

// TestConfirmOffOn: a name that was served while confirmation was off is
// adopted when that is on again.
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
