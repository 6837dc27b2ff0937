package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rdnsmgr/rdnsmgr/internal/config"
)

// TestVariables reads faults on lines with environment variables: those without
// a value are named, in the Corefile and in what it imports.
func TestVariables(t *testing.T) {
	t.Setenv("RDNSMGR_TEST_SET", "host.example")
	t.Setenv("RDNSMGR_TEST_EMPTY", "")
	dir := t.TempDir()
	file := filepath.Join(dir, "Corefile")
	write(t, file, `192.0.2.0/24 host.example {
    rdnsmgr {
        soa ns1.example.net {$RDNSMGR_TEST_UNSET}.{$RDNSMGR_TEST_SET}
        ns ns1..{$RDNSMGR_TEST_SET} # {$RDNSMGR_TEST_UNSET}
        import more.conf
        ptr 192.0.2.1 {%RDNSMGR_TEST_EMPTY%}.{$RDNSMGR_TEST_UNSET}.{$RDNSMGR_TEST_UNSET}
        ptr 192.0.2.2 mail.example.net{$RDNSMGR_TEST_UNSET}
    }
}`)
	write(t, filepath.Join(dir, "more.conf"), "\nowner acme {$RDNSMGR_TEST_UNSET}/24\n")
	const noName = `it has an empty label; write a single dot between labels`
	want := []string{
		file + `:3: soa: mailbox ".host.example": the part in front of the domain has 0 octets; want from 1 to 63, and at most 255 in the whole name (without a value in the environment: RDNSMGR_TEST_UNSET)`,
		file + `:4: ns: host name "ns1..host.example": ` + noName,
		filepath.Join(dir, "more.conf") + `:2: "/24" is no prefix: want an address and a length, such as 192.0.2.0/24 or 2001:db8::/32 (without a value in the environment: RDNSMGR_TEST_UNSET)`,
		file + `:6: ptr: host name "..": ` + noName + ` (without a value in the environment: RDNSMGR_TEST_EMPTY, RDNSMGR_TEST_UNSET)`,
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, err = config.Read(file, strings.NewReader(string(text)))
	if err == nil {
		t.Fatal("no error")
	}
	if diff := cmp.Diff(want, strings.Split(err.Error(), "\n")); diff != "" {
		t.Errorf("messages (-want +got):\n%s", diff)
	}
}

// TestVariablesNoFile reads a fault in a file that cannot be read again: nothing
// hangs, and the fault is reported as it is.
func TestVariablesNoFile(t *testing.T) {
	for name, file := range map[string]string{
		"gone":        filepath.Join(t.TempDir(), "Corefile"),
		"a directory": t.TempDir(),
		"a device":    "/dev/zero",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := config.Read(file, strings.NewReader("192.0.2.0/24 {\n rdnsmgr {\n"+servers+" ptr 192.0.2.1 {$RDNSMGR_TEST_UNSET}x\n }\n}"))
			want := file + `:5: ptr: host name "x": it has only one label; write the whole name, such as mail.example.net`
			if err == nil || err.Error() != want {
				t.Errorf("got %v, want %s", err, want)
			}
		})
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
