package policy_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/policy"
	"github.com/rdnsmgr/rdnsmgr/internal/policy/uts39"
)

// TestRulesVersion compares verdicts on many names with those of the version
// that testdata/rules.txt names. A server that keeps verdicts judges again only
// when the fingerprint changes, so rules that judge otherwise need another
// version.
func TestRulesVersion(t *testing.T) {
	const file = "testdata/rules.txt"
	h := sha256.New()
	p := newPolicy(t, testConfig())
	for _, n := range names() {
		h.Write(fmt.Appendf(nil, "%q %v\n", n, p.Check(policy.Request{Addr: addr4, Name: n})))
	}
	got := fmt.Sprintf("rules %d, Unicode %s: %x", policy.Rules, uts39.UnicodeVersion, h.Sum(nil)[:16])
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != strings.TrimSpace(string(want)) {
		t.Errorf("names are judged otherwise than %s says, or the names of the tests are others.\nIf a release has those rules, raise the version in fingerprint.go. Then write to the file:\n%s", file, got)
	}
}
