package main

import (
	"errors"
	"os/exec"
	"strconv"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/dnstest"
)

// commands are what scripts can say beside the commands of testscript:
//
//	code N COMMAND...     runs a command that must exit with the code
//	serve NAME FILE [resolver]
//	                      starts a name server with the records of a zone file;
//	                      its address and port are in $NAME
var commands = map[string]func(ts *testscript.TestScript, neg bool, args []string){
	"code":  exitCode,
	"serve": serve,
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
