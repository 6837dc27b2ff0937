package manager_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// largeList is how many lines of manyHosts are a large list.
const largeList = 75_000

// TestRestartAfterChange: a large list that has changed while the server was down is
// served and kept, whether it is as long as before or not, in one order or the other.
func TestRestartAfterChange(t *testing.T) {
	lines := manyHosts(100_000)
	for name, next := range map[string]string{
		"other names":       otherHosts(100_000),
		"of the same size":  strings.ReplaceAll(strings.Join(lines, ""), "customer", "customed"),
		"in another order":  strings.Join(lines[50_000:], "") + strings.Join(lines[:50_000], ""),
		"some lines less":   strings.Join(lines[3_000:], ""),
		"too short to care": strings.ReplaceAll(strings.Join(lines, ""), "customer-of-a-hoster-", "c"),
	} {
		t.Run(name, func(t *testing.T) {
			want := newListLab(t)
			want.write("customers.map", next)
			want.start(listProperties)
			l := newListLab(t)
			l.write("customers.map", strings.Join(lines, ""))
			l.start(listProperties)
			restart(l)
			l.write("customers.map", next)
			l.log.take()
			l.start(listProperties)
			if got := l.log.take(); strings.Count(got, "sha256") != 1 || strings.Contains(got, "error") {
				t.Errorf("the log says:\n%s", got)
			}
			mustHave(t, want, l)
			l.wantKept("customers.map", next)
		})
	}
}

// TestRestartFileChangesBeforeItIsKept: that holds for a list which only is as long as
// the one that is kept, too.
func TestRestartFileChangesBeforeItIsKept(t *testing.T) {
	l := newListLab(t)
	text := strings.Join(manyHosts(100_000), "")
	l.write("customers.map", text)
	l.start(listProperties)
	restart(l)
	next := strings.ReplaceAll(text, "customer", "customed")
	l.write("customers.map", next)
	if err := l.try(listProperties); err != nil {
		t.Fatal(err)
	}
	l.write("customers.map", "10.0.0.1 nothing-else.example.net\n")
	l.manager.Begin()
	l.manager.Poll()
	l.wantKept("customers.map", next)
	l.wantName("10.1.0.0", "host010000.customed-of-a-hoster-77.example.net. 3600")
}

// TestRestartAfterAccident: a large list that looks like an accident is held, and
// served when somebody consents.
func TestRestartAfterAccident(t *testing.T) {
	lines := manyHosts(100_000)
	l := newListLab(t)
	l.write("customers.map", strings.Join(lines, ""))
	l.start(listProperties)
	restart(l)
	_, less, _ := strings.Cut(otherHosts(120_000), "10.0.64.0 ")
	l.write("customers.map", "10.0.64.0 "+less)
	l.log.take()
	l.start(listProperties)
	l.wantLog("change held", "would remove 16,3")
	l.wantName("10.1.0.0", "host010000.customer-of-a-hoster-77.example.net. 3600")
	l.wantKept("customers.map", strings.Join(lines, ""))
	l.manager.Poll()
	if said := l.log.take(); said != "" {
		t.Errorf("it says %q again", said)
	}
	l.change("customers.map", otherHosts(100_000))
	l.wantLog("no longer held")
	l.wantName("10.1.0.0", "host010000.patron-of-a-hoster-77.example.net. 3600")
	l.wantKept("customers.map", otherHosts(100_000))
}

// TestRestartWithoutFile: a large list is served as it was when it cannot be read.
func TestRestartWithoutFile(t *testing.T) {
	text := strings.Join(manyHosts(largeList), "")
	l := newListLab(t)
	l.write("customers.map", text)
	l.start(listProperties)
	restart(l)
	path := filepath.Join(l.dir, "customers.map")
	if err := os.Rename(path, path+".away"); err != nil {
		t.Fatal(err)
	}
	l.start(listProperties)
	l.wantLog("change held, the last good 75000", "no such file")
	l.wantName("10.1.0.0", "host010000.customer-of-a-hoster-77.example.net. 3600")
	l.change("customers.map", otherHosts(largeList))
	l.manager.Poll() // it has settled
	l.wantLog("no longer held")
	l.wantName("10.1.0.0", "host010000.patron-of-a-hoster-77.example.net. 3600")
	l.wantKept("customers.map", otherHosts(largeList))
}

// TestReloadAfterChange: a large list that has changed when the configuration is loaded
// again is served and kept.
func TestReloadAfterChange(t *testing.T) {
	l := newListLab(t)
	text := strings.Join(manyHosts(largeList), "")
	l.write("customers.map", text)
	l.start(listProperties)
	for _, next := range []string{otherHosts(largeList), text, strings.ReplaceAll(text, "customer", "customed"), text} {
		l.write("customers.map", next)
		l.log.take()
		l.start(listProperties)
		if got := l.log.take(); strings.Contains(got, "error") {
			t.Errorf("the log says:\n%s", got)
		}
		want, _, _ := strings.Cut(next[strings.Index(next, "10.1.0.0 ")+len("10.1.0.0 "):], "\n")
		l.wantName("10.1.0.0", want+". 3600")
		l.wantKept("customers.map", next)
	}
}

// TestRestartWithDamagedCopy: without a sound copy of it, a large list is taken as it
// is, and the copy is set aside.
func TestRestartWithDamagedCopy(t *testing.T) {
	for name, damage := range map[string]func(data []byte) []byte{
		"a byte":  func(data []byte) []byte { data[len(data)/2] ^= 1; return data },
		"the end": func(data []byte) []byte { return data[:len(data)-100] },
		"its sum": func(data []byte) []byte { data[20] ^= 1; return data },
		"all":     func([]byte) []byte { return []byte(strings.Repeat("0", 200)) },
	} {
		t.Run(name, func(t *testing.T) {
			l := newListLab(t)
			l.write("customers.map", strings.Join(manyHosts(100_000), ""))
			l.start(listProperties)
			restart(l)
			l.damageKept(damage)
			l.write("customers.map", otherHosts(100_000))
			l.log.take()
			l.start(listProperties)
			l.wantLog("going on without it")
			l.wantName("10.1.0.0", "host010000.patron-of-a-hoster-77.example.net. 3600")
			l.wantKept("customers.map", otherHosts(100_000))
		})
	}
}

// damageKept damages what the state directory keeps of the only file.
func (l *lab) damageKept(damage func(data []byte) []byte) {
	l.t.Helper()
	names, _ := filepath.Glob(filepath.Join(l.dir, "kept", "source-*"))
	data, err := os.ReadFile(names[0])
	if err == nil {
		err = os.WriteFile(names[0], damage(data), 0o600)
	}
	if err != nil {
		l.t.Fatal(err)
	}
}

// TestRestartKnowsNames: when names are judged from a restart on, those that stood in
// the list before are served, and new ones are not, of a list that changed meanwhile.
func TestRestartKnowsNames(t *testing.T) {
	lines := manyHosts(100_000)
	l := newListLab(t)
	l.write("customers.map", strings.Join(lines, ""))
	l.start(listProperties)
	restart(l)
	lines[5] = "10.0.0.5 www.paypa1.com\n"
	l.write("customers.map", strings.Join(lines, ""))
	l.start(listProperties + "policy default\n")
	l.wantName("10.0.0.3", "www.paypa1.com. 3600")
	if got := l.name("10.0.0.5"); strings.Contains(got, "paypa1") {
		t.Errorf("10.0.0.5: got %q", got)
	}
}

// TestRestartKnowsHeldNames: that holds for a list which is held, too.
func TestRestartKnowsHeldNames(t *testing.T) {
	lines := manyHosts(largeList + 15_000)
	l := newListLab(t)
	l.write("customers.map", strings.Join(lines, ""))
	l.start(listProperties)
	restart(l)
	l.write("customers.map", strings.Join(lines[:largeList], ""))
	l.start(listProperties + "policy default\n")
	l.wantLog("change held")
	l.wantName("10.0.0.3", "www.paypa1.com. 3600")
	l.wantName("10.1.56.131", "www.paypa1.com. 3600")
}
