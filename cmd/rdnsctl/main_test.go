package main

import (
	"flag"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "write what comes now into the scripts")

// TestMain makes rdnsctl a command of the scripts.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"rdnsctl": main})
}

// TestScripts runs what a person could type.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                "testdata/script",
		Cmds:               commands,
		UpdateScripts:      *update,
		RequireUniqueNames: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("TERM", "xterm")
			return os.MkdirAll(env.WorkDir+"/state", 0o700)
		},
	})
}
