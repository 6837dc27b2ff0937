package manager_test

import (
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/index"
)

func (l *lab) kind(name string) index.Kind { return l.block.Snapshot().Lookup(name).Kind }

func TestRecordFile(t *testing.T) {
	l := newLab(t)
	l.write("static.zone", "www.host.example. A 192.0.2.80\n")
	l.start("records static.zone\nstate kept")
	if got := l.kind("www.host.example."); got != index.Static {
		t.Fatalf("got %s", got)
	}
	serial := l.block.Snapshot().Serial

	l.change("static.zone", "www.host.example. A 192.0.2.80\nftp.host.example. A 192.0.2.81\n")
	if got := l.kind("ftp.host.example."); got != index.Static {
		t.Errorf("got %s after a change", got)
	}
	if l.block.Snapshot().Serial <= serial {
		t.Error("the serial stayed")
	}

	for content, want := range map[string]string{
		"ip-192-0-2-7.host.example. A 192.0.2.7\n": "is the generated name of 192.0.2.7",
		"www.host.example. A 192.0.2.80.1\n":       "static.zone:1: ",
		"www.elsewhere.test. A 192.0.2.80\n":       "in none of our zones",
		"host.example. NS ns9.example.net.\n":      "ns line",
	} {
		l.log.take()
		l.change("static.zone", content)
		l.wantLog(want, "refused")
		if got := l.kind("ftp.host.example."); got != index.Static {
			t.Errorf("%q was taken", content)
		}
	}

	if held := l.manager.Status().Held; len(held) != 1 {
		t.Errorf("got held %+v", held)
	}
	l.change("static.zone", "; nothing\n")
	l.wantLog("holds no record any more")
	if got := l.kind("ftp.host.example."); got != index.Static {
		t.Errorf("got %s after the file was emptied", got)
	}
	l.change("static.zone", "www.host.example. A 192.0.2.80\nftp.host.example. A 192.0.2.82\n")
	if held := l.manager.Status().Held; len(held) != 0 {
		t.Errorf("still held: %+v", held)
	}
	l.change("static.zone", "www.host.example. A 192.0.2.80.1\n")

	restart(l) // the file is bad again: the kept copy serves
	l.start("records static.zone\nstate kept")
	l.wantLog("refused")
	if got := l.kind("ftp.host.example."); got != index.Static {
		t.Errorf("got %s after a restart", got)
	}
}

func TestRecordFileAtFirstStart(t *testing.T) {
	for content, want := range map[string]string{
		"www.host.example. A nonsense\n":             "static.zone:1: ",
		"ip-192-0-2-7.host.example. TXT \"x\"\n":     "is the generated name of 192.0.2.7",
		"www.host.example. A 192.0.2.80\nx. A 1.2\n": "static.zone:2: ",
	} {
		l := newLab(t)
		l.write("static.zone", content)
		if err := l.try("records static.zone\nstate kept"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", content, err, want)
		}
	}
}
