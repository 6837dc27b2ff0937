package test

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// A size of stacks that makes no sense is said at the start, with what would.
func TestStacksVariable(t *testing.T) {
	for _, tc := range []struct{ value, want string }{
		{"", ""},
		{"off", ""},
		{"16", ""},
		{"12", `RDNSMGR_STACKS is "12": want off, or the KiB that queries start with: 4, 8, 16 or 32`},
	} {
		cmd := exec.Command(binary, "-version")
		cmd.Env = append(os.Environ(), "RDNSMGR_STACKS="+tc.value)
		out, err := cmd.CombinedOutput()
		if (err == nil) != (tc.want == "") || !strings.Contains(string(out), tc.want) {
			t.Errorf("with %q: %v, %s, want %q", tc.value, err, out, tc.want)
		}
	}
}
