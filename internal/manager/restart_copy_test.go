package manager_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// someBad is a list of which every tenth line is bad.
func someBad(n int) string {
	lines := manyHosts(n)
	for i := range lines {
		lines[i] = fmt.Sprintf("10.%d.%d.%d host%06x.customer-of-a-hoster.example.net\n", i>>16, i>>8&255, i&255, i)
		if i%10 == 0 {
			lines[i] = "no line\n"
		}
	}
	return strings.Join(lines, "")
}

// TestRestartSaysBadLines: those of a file that was good all the same are said at each
// start.
func TestRestartSaysBadLines(t *testing.T) {
	for _, n := range []int{40, 90_000} {
		l := newListLab(t)
		l.write("customers.map", someBad(n))
		l.start(listProperties)
		restart(l)
		l.start(listProperties)
		l.wantLog(fmt.Sprintf("%d bad of %d lines", n/10, n), `address "no"`)
		l.change("customers.map", otherHosts(90_000))
		if got := l.log.take(); strings.Contains(got, "damaged") {
			t.Errorf("the log says:\n%s", got)
		}
	}
}

// TestReloadKeepsOtherCopy: a copy that is not served now is not damaged for that.
func TestReloadKeepsOtherCopy(t *testing.T) {
	l := newListLab(t)
	l.write("customers.map", hosts(1, 50))
	l.start(listProperties)
	restart(l)
	l.write("customers.map", hosts(1, 100))
	l.start("mappings customers.map\nstate other\n")
	l.write("customers.map", hosts(1, 50))
	l.log.take()
	l.start(listProperties)
	if got := l.wantLog("change held"); strings.Contains(got, "damaged") {
		t.Errorf("the log says:\n%s", got)
	}
}

// TestRestartTrustsHead: a damaged copy still tells by its head that the file is what was
// good: its names are not new, and a slip in its form is held.
func TestRestartTrustsHead(t *testing.T) {
	for name, damage := range map[string]func(data []byte) []byte{
		"a byte":  func(data []byte) []byte { data[len(data)/2] ^= 1; return data },
		"the end": func(data []byte) []byte { return data[:len(data)-100] },
		"more":    func(data []byte) []byte { return append(data, "192.0.2.9 x.example.net\n"...) },
	} {
		t.Run(name, func(t *testing.T) {
			text := hosts(1, 200) + "10.0.0.3 www.paypa1.com\n"
			l := newListLab(t)
			l.write("customers.map", text)
			l.start(listProperties)
			restart(l)
			l.damageKept(damage)
			l.start(listProperties + "policy default\n")
			l.wantName("10.0.0.3", "www.paypa1.com. 3600")
			l.wantKept("customers.map", text)
			restart(l)
			l.damageKept(damage)
			l.start("mappings customers.map { format csv }\nstate kept\n")
			l.wantLog("change held")
			l.wantName("192.0.2.1", "host1.example.org. 3600")
			l.wantKept("customers.map", text)
		})
	}
}

// TestRestartLosesCopy: when the copy, which is read again for a large list that is held,
// cannot be read any more, the file is served and kept, and that is said.
func TestRestartLosesCopy(t *testing.T) {
	text := strings.Join(manyHosts(largeList+15_000), "")
	for name, next := range map[string]string{"as it is": otherHosts(largeList), "as it was": text} {
		t.Run(name, func(t *testing.T) {
			l := newListLab(t)
			l.write("customers.map", text)
			l.start(listProperties)
			restart(l)
			l.write("customers.map", otherHosts(largeList))
			l.log.heard = func(line string) {
				if strings.Contains(line, "change held") {
					names, _ := filepath.Glob(filepath.Join(l.dir, "kept", "source-*"))
					if err := os.Remove(names[0]); err != nil {
						t.Error(err)
					}
					l.write("customers.map", next)
				}
			}
			l.start(listProperties)
			l.log.heard = nil
			l.wantLog("change held", "error mappings", "is lost meanwhile: the file is served as it is", "no longer held")
			want, _, _ := strings.Cut(next[strings.Index(next, "10.1.0.0 ")+len("10.1.0.0 "):], "\n")
			l.wantName("10.1.0.0", want+". 3600")
			l.wantKept("customers.map", next)
		})
	}
}
