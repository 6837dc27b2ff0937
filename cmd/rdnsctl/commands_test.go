package main

import (
	"crypto/sha256"
	"errors"
	"net/netip"
	"os/exec"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/dnstest"
	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
	"github.com/rdnsmgr/rdnsmgr/internal/state"
)

// commands are what scripts can say beside the commands of testscript:
//
//	code N COMMAND...     runs a command that must exit with the code
//	serve NAME FILE [resolver]
//	                      starts a name server with the records of a zone file;
//	                      its address and port are in $NAME
//	manage SOCKET COREFILE
//	                      runs a manager that answers at the control socket
//	until REGEXP COMMAND...
//	                      repeats a command until its output matches
//	release SOCKET        releases what is held there, as rdnsctl held tells
//	keep DIR FILE         notes in a state directory that the file was good
//	verdict DIR ADDRESS NAME OWNER STATUS
//	                      notes in a state directory what confirmation found out;
//	                      an OWNER of - is nobody
var commands = map[string]func(ts *testscript.TestScript, neg bool, args []string){
	"code":  exitCode,
	"serve": serve,

	"manage":  manage,
	"release": release,
	"until":   until,
	"keep":    keep,
	"verdict": verdict,
}

func exitCode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N COMMAND...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if ended, ok := errors.AsType[*exec.ExitError](err); ok {
		got = ended.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

func serve(ts *testscript.TestScript, neg bool, args []string) {
	resolver := len(args) == 3 && args[2] == "resolver"
	if neg || len(args) != 2 && !resolver {
		ts.Fatalf("usage: serve NAME FILE [resolver]")
	}
	s, err := dnstest.Start(ts.ReadFile(args[1]), resolver)
	ts.Check(err)
	ts.Defer(s.Close)
	ts.Setenv(args[0], s.Addr)
}

func verdict(ts *testscript.TestScript, neg bool, args []string) {
	records := map[string]confirm.Record{
		"active":    {Status: confirm.Active, Matched: true, Last: confirm.Match, Outcome: confirm.Addresses, Since: 1_800_000_000, LastMatch: 1_800_000_600, Due: 1_800_003_600},
		"suspended": {Status: confirm.Suspended, Last: confirm.Mismatch, Outcome: confirm.Addresses, Since: 1_800_000_000, Failures: 4, FirstFailure: 1_799_900_000, LastFailure: 1_800_000_000},
		"held":      {Status: confirm.Active, Held: true, Last: confirm.Nonexistent, Outcome: confirm.NXDomain, Since: 1_700_000_000, Failures: 4, Errors: 2},
	}
	if neg || len(args) != 5 {
		ts.Fatalf("usage: verdict DIR ADDRESS NAME OWNER STATUS")
	}
	r, ok := records[args[4]]
	if !ok {
		ts.Fatalf("status %q", args[4])
	}
	m := confirm.Mapping{Addr: netip.MustParseAddr(args[1]), Name: args[2], Owner: strings.TrimPrefix(args[3], "-")}
	dir, err := state.Open(ts.MkAbs(args[0]))
	ts.Check(err)
	log, err := dir.OpenVerdicts()
	ts.Check(err)
	ts.Check(log.Append([]state.Entry{{Key: confirm.Key{}, Value: []byte{1}}, {Key: m.Key(), Value: r.Append(nil)}}))
	ts.Check(log.Close())
}

func keep(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: keep DIR FILE")
	}
	dir, err := state.Open(ts.MkAbs(args[0]))
	ts.Check(err)
	text := ts.ReadFile(args[1])
	ts.Check(dir.SaveSource(ts.MkAbs(args[1]), strings.NewReader(text), sha256.Sum256([]byte(text))))
}
