package manager_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// TestOwnerRestartRefused: a refused name stays so when its address gets an owner.
func TestOwnerRestartRefused(t *testing.T) {
	l := startLooked(t, "192.0.2.1 www.contoso-bank.com\n", "contoso-bank.com\n")
	l.wantName("192.0.2.1", "generated")
	restart(l)
	l.start(looked + "owner acme 192.0.2.0/28\n")
	l.wantName("192.0.2.1", "generated")
	l.wantLook(rdns.Refused, 1)
}

// TestOwnerFlagged: a flagged name stays so when its address gets an owner.
func TestOwnerFlagged(t *testing.T) {
	for _, how := range []string{"reload", "restart"} {
		t.Run(how, func(t *testing.T) {
			l := startLooked(t, "192.0.2.1 www.contoso-bank.com\n", "# none\n")
			l.change("brands.txt", "contoso-bank.com\n")
			l.wantName("192.0.2.1", "www.contoso-bank.com. 3600")
			l.wantLook(rdns.Flagged, 1)
			if how == "restart" {
				restart(l)
			}
			l.start(looked + "owner acme 192.0.2.0/28\n")
			l.wantName("192.0.2.1", "www.contoso-bank.com. 3600")
			l.wantLook(rdns.Flagged, 1)
		})
	}
}

// TestShadowedRestart: a name that was shadowed before the restart was never
// judged.
func TestShadowedRestart(t *testing.T) {
	l := startLooked(t, "192.0.2.1 honest.example.org\n192.0.2.1 www.contoso-bank.com\n", "contoso-bank.com\n")
	l.wantName("192.0.2.1", "honest.example.org. 3600")
	restart(l)
	l.write("customers.map", "192.0.2.1 www.contoso-bank.com\n")
	l.start(looked)
	l.wantName("192.0.2.1", "generated")
	l.wantLook(rdns.Refused, 1)
}

// TestShadowedNames: nor was the second name of an address that had room for one.
func TestShadowedNames(t *testing.T) {
	l := startLooked(t, "192.0.2.1 honest.example.org\n192.0.2.1 www.contoso-bank.com\n", "contoso-bank.com\n")
	restart(l)
	l.start(looked + "names 2\n")
	l.wantName("192.0.2.1", "honest.example.org. 3600")
	l.wantLook(rdns.Refused, 1)
}

// TestOutsideRestart: nor was a name of an address that was in no zone of ours.
func TestOutsideRestart(t *testing.T) {
	l := newLab(t)
	l.write("customers.map", "192.0.2.1 a.example.org\n198.51.100.1 www.contoso-bank.com\n")
	l.write("brands.txt", "contoso-bank.com\n")
	l.start(looked)
	restart(l)
	l.zones = "192.0.2.0/24 198.51.100.0/24 host.example"
	l.start(looked)
	l.wantName("198.51.100.1", "nxdomain")
	l.wantLook(rdns.Refused, 1)
}

// TestForeignRestart: nor was a line that belonged to another owner.
func TestForeignRestart(t *testing.T) {
	l := newLab(t)
	l.write("customers.map", "192.0.2.1 a.example.org\n192.0.2.17 www.contoso-bank.com\n")
	l.write("brands.txt", "contoso-bank.com\n")
	const c = "state kept\nmappings customers.map { owner acme }\npolicy default {\nprotect_list brands.txt\n}\n"
	l.start(c + "owner acme 192.0.2.0/28\n")
	l.wantName("192.0.2.17", "generated")
	restart(l)
	l.start(c + "owner acme 192.0.2.0/27\n")
	l.wantName("192.0.2.17", "generated")
	l.wantLook(rdns.Refused, 1)
}

// TestLooksUnwritable: a source is not kept while its looks cannot be.
func TestLooksUnwritable(t *testing.T) {
	l := newLab(t)
	l.write("customers.map", "192.0.2.2 a.example.org\n")
	l.write("brands.txt", "contoso-bank.com\n")
	l.start(looked)
	// something in the way of the looks file only
	if err := os.Remove(filepath.Join(l.dir, "kept", "looks")); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(l.dir, "kept", "looks", "x"), 0o700); err != nil {
		t.Fatal(err)
	}
	l.change("customers.map", "192.0.2.1 www.contoso-bank.com\n192.0.2.2 a.example.org\n")
	l.wantName("192.0.2.1", "generated")
	if err := os.RemoveAll(filepath.Join(l.dir, "kept", "looks")); err != nil {
		t.Fatal(err)
	}
	restart(l)
	l.start(looked)
	l.wantName("192.0.2.1", "generated")
}

// TestBothOn: confirmation and look check, turned on together, take no name
// away.
func TestBothOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLife(t)
		l.write("customers.map", "192.0.2.1 www.contoso-bank.com\n192.0.2.2 x.example.org\n")
		l.write("brands.txt", "contoso-bank.com\n")
		l.boot("state kept\nmappings customers.map")
		l.after(2 * time.Second)
		l.wantName("192.0.2.1", "www.contoso-bank.com. 3600")
		l.restart(twoResolvers + "policy default {\nprotect_list brands.txt\n}\n")
		l.wantName("192.0.2.2", "x.example.org. 3600")
		l.wantName("192.0.2.1", "www.contoso-bank.com. 3600")
		l.wantLook(rdns.Flagged, 1)
		l.stop()
	})
}

// TestUnmatchedLost: a name that only its match excused stays served when the
// match is forgotten.
func TestUnmatchedLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLife(t)
		l.set("www.newcomer.zzzzz.", "192.0.2.1")
		l.write("customers.map", "192.0.2.1 www.newcomer.zzzzz\n")
		l.boot(twoResolvers + "policy default")
		l.after(2 * time.Hour)
		l.wantName("192.0.2.1", "www.newcomer.zzzzz. 3600")
		l.stop()
		if err := os.WriteFile(filepath.Join(l.dir, "kept", "verdicts"), []byte("no such thing"), 0o600); err != nil {
			t.Fatal(err)
		}
		l.silence(true)
		l.restart(twoResolvers + "policy default")
		l.wantName("192.0.2.1", "www.newcomer.zzzzz. 3600")
		l.after(24 * time.Hour)
		l.wantName("192.0.2.1", "www.newcomer.zzzzz. 3600")
		l.stop()
	})
}

// TestUnmatchedShadows: a name with an unknown ending takes no address from an
// honest one.
func TestUnmatchedShadows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLife(t)
		l.set("honest.example.org.", "192.0.2.1")
		l.write("customers.map", "192.0.2.1 honest.example.org\n")
		l.boot(twoResolvers + "policy default")
		l.after(2 * time.Hour)
		l.wantName("192.0.2.1", "honest.example.org. 3600")
		l.write("customers.map", "192.0.2.1 mail.typo.con\n192.0.2.1 honest.example.org\n")
		l.after(2 * time.Hour)
		l.wantName("192.0.2.1", "honest.example.org. 3600")
		l.stop()
	})
}

// TestClassRestart: another class is another matter.
func TestClassRestart(t *testing.T) {
	l := startLooked(t, "192.0.2.1 www.contoso-bank.com\n", "contoso-bank.com\n")
	l.wantName("192.0.2.1", "generated")
	restart(l)
	l.start(strings.Replace(looked, "mappings customers.map", "mappings customers.map { class operator }", 1))
	l.wantName("192.0.2.1", "www.contoso-bank.com. 3600")
}

// TestPoolGone: an address is another matter once it is not ours any more.
func TestPoolGone(t *testing.T) {
	for _, how := range []string{"reload", "restart"} {
		t.Run(how, func(t *testing.T) {
			l := newLab(t)
			l.zones = "192.0.2.0/24 198.51.100.0/24 host.example"
			l.write("customers.map", "192.0.2.1 x-c6336407.customer.org\n")
			const c = "state kept\nmappings customers.map\npolicy default\n"
			l.start(c + "pool 198.51.100.0/24 c-{ip}.host.example\n")
			l.wantName("192.0.2.1", "generated")
			if how == "restart" {
				restart(l)
			}
			l.start(c)
			l.wantName("192.0.2.1", "x-c6336407.customer.org. 3600")
		})
	}
}

// TestRestartQuiet: the log of each start says what is refused.
func TestRestartQuiet(t *testing.T) {
	l := startLooked(t, "192.0.2.1 www.contoso-bank.com\n", "contoso-bank.com\n")
	restart(l)
	l.log.take()
	l.start(looked)
	if log := l.log.take(); !strings.Contains(log, "192.0.2.1") {
		t.Errorf("nothing is said of the refused name after a restart:\n%s", log)
	}
}

// TestStateDirLater: a state directory that comes by a reload knows what was
// refused before.
func TestStateDirLater(t *testing.T) {
	l := newLab(t)
	l.write("customers.map", "192.0.2.1 www.contoso-bank.com\n192.0.2.2 a.example.org\n")
	l.write("brands.txt", "contoso-bank.com\n")
	l.start(strings.Replace(looked, "state kept", "state memory", 1))
	l.wantName("192.0.2.1", "generated")
	l.start(looked)
	l.wantName("192.0.2.1", "generated")
	l.manager.Poll()
	restart(l)
	l.start(looked)
	l.wantName("192.0.2.1", "generated")
	l.wantLook(rdns.Refused, 1)
}

// TestCrashLooks: a crash between the looks and the sources, and a line that comes
// back, serve nothing that was refused.
func TestCrashLooks(t *testing.T) {
	l := startLooked(t, "192.0.2.1 www.contoso-bank.com\n192.0.2.2 a.example.org\n", "contoso-bank.com\n")
	l.wantName("192.0.2.1", "generated")
	kept := filepath.Join(l.dir, "kept")
	save := map[string][]byte{}
	names, _ := os.ReadDir(kept)
	for _, n := range names {
		if strings.HasPrefix(n.Name(), "source-") {
			save[n.Name()], _ = os.ReadFile(filepath.Join(kept, n.Name()))
		}
	}
	// the line goes, and another one is judged, so that looks are written
	l.change("customers.map", "192.0.2.2 a.example.org\n192.0.2.3 x.contoso-bank.com\n")
	for n, d := range save { // the crash came before the source was kept
		if err := os.WriteFile(filepath.Join(kept, n), d, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	restart(l)
	l.write("customers.map", "192.0.2.1 www.contoso-bank.com\n192.0.2.2 a.example.org\n")
	l.start(looked)
	l.wantName("192.0.2.1", "generated")
}

// TestFileMoved: a flag does not hang on the file that the line stands in.
func TestFileMoved(t *testing.T) {
	l := startLooked(t, "192.0.2.1 www.contoso-bank.com\n", "# none\n")
	l.change("brands.txt", "contoso-bank.com\n")
	l.wantLook(rdns.Flagged, 1)
	restart(l)
	l.write("other.map", "192.0.2.1 www.contoso-bank.com\n")
	l.start(strings.Replace(looked, "customers.map", "other.map", 1))
	l.wantName("192.0.2.1", "www.contoso-bank.com. 3600")
}

// TestSourceCopyDamaged: nor on the copy of the file.
func TestSourceCopyDamaged(t *testing.T) {
	l := startLooked(t, "192.0.2.1 www.contoso-bank.com\n", "# none\n")
	l.change("brands.txt", "contoso-bank.com\n")
	l.wantLook(rdns.Flagged, 1)
	names, _ := filepath.Glob(filepath.Join(l.dir, "kept", "source-*"))
	for _, n := range names {
		if err := os.WriteFile(n, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	restart(l)
	l.start(looked)
	l.wantName("192.0.2.1", "www.contoso-bank.com. 3600")
}

// TestFlaggedSuspended: nor is it lost while the name does not point back.
func TestFlaggedSuspended(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLife(t)
		const c = twoResolvers + "policy default {\nprotect_list brands.txt\n}\n"
		l.set("www.contoso-bank.com.", "192.0.2.1")
		l.write("customers.map", "192.0.2.1 www.contoso-bank.com\n")
		l.write("brands.txt", "# none\n")
		l.boot(c)
		l.after(time.Minute)
		l.write("brands.txt", "contoso-bank.com\n")
		l.after(2 * time.Second)
		l.wantName("192.0.2.1", "www.contoso-bank.com. 3600")
		l.wantLook(rdns.Flagged, 1)
		l.set("www.contoso-bank.com.")
		l.after(40 * time.Hour)
		l.wantName("192.0.2.1", "generated young")
		l.write("brands.txt", "contoso-bank.com\nfabrikam.com\n")
		l.after(2 * time.Second)
		l.wantLook(rdns.Flagged, 1)
		l.set("www.contoso-bank.com.", "192.0.2.1")
		l.after(3 * time.Hour)
		l.wantName("192.0.2.1", "www.contoso-bank.com. 3600")
		l.stop()
	})
}
