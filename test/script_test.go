package test

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "write what comes now into the scripts")

// TestScripts runs testdata/*.txtar, several at once; each starts its own
// server.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                "testdata",
		Cmds:               commands,
		Setup:              setup,
		UpdateScripts:      *update,
		RequireUniqueNames: true,
	})
}

// setup gives a script its session and a certificate.
func setup(env *testscript.Env) error {
	s := &session{upstreams: make(map[string]*upstream)}
	env.Values[sessionKey{}] = s
	env.Defer(s.cleanup)
	s.env = slices.Clone(env.Vars) // the script appends to its own
	return writeCertificate(env.WorkDir)
}

// writeFile writes a file in place, as an editor without a temporary file does.
func writeFile(dir, name, text string) error {
	return os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600)
}
