package check_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// corefile has two blocks; the policy stands in the second one.
const corefile = `
host.example. 2.0.192.in-addr.arpa. {
    rdnsmgr {
        soa ns1.host.example. hostmaster.host.example.
        ns ns1.host.example.
        pool 192.0.2.0/24 ip-{ip}.host.example
        record ns1.host.example. A 192.0.2.1
        mappings names-that-do-not-exist.hosts
    }
}
pool.example. 100.51.198.in-addr.arpa. {
    rdnsmgr {
        soa ns1.host.example. hostmaster.host.example.
        ns ns1.host.example.
        pool 198.51.100.0/24 h{ip}.pool.example
        owner acme 198.51.100.8/29
        policy default {
            protect kundenbank.com
            protect_list brands.txt
            known_list known.txt
            allow acme *.florvita.com
            check private-quad reject
        }
    }
}
`

// siteDir returns a directory with a Corefile and its lists.
func siteDir(t *testing.T, text string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string]string{
		"Corefile": text, "brands.txt": "florvita.com distinct\n", "known.txt": "1,florvitas.com\n", "more.txt": "winterthurer.ch\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// verdicts judges names, and returns the lines of output with spaces for tabs.
func verdicts(t *testing.T, names []string, args ...string) string {
	t.Helper()
	out, _, err := run(t, strings.Join(names, "\n")+"\n", args...)
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(out, "\t", " ")
}

func TestCorefile(t *testing.T) {
	dir := siteDir(t, corefile)
	got := verdicts(t, []string{
		"mail.example.net\t192.0.2.9",
		"ip-192-0-2-9.host.example\t192.0.2.9",
		"ip-192-0-2-8.host.example\t192.0.2.9",
		"ns1.host.example\t192.0.2.1",
		"h198-51-100-9.pool.example\t198.51.100.9",
		"h198-51-100-9.pool.example\t192.0.2.9",
		"c6336408.example.net\t192.0.2.9",
		"florvit.com\t192.0.2.9",
		"florvitas.com\t192.0.2.9",
		"kundenbank-login.com\t203.0.113.5",
		"www.florvita.com\t198.51.100.9",
		"www.florvita.com\t198.51.100.16",
		"10-1-1-1.example.net\t192.0.2.9",
		"paypa1.com\t192.0.2.9",
	}, "--config", filepath.Join(dir, "Corefile"), "-root", dir)
	want := strings.Join([]string{
		"accept - ",
		"accept - ",
		"reject own-zone own-zone,embedded-address",
		"accept - ",
		"accept - ",
		"reject own-zone own-zone,embedded-address",
		"reject coded-address coded-address",
		"reject typo typo",
		"accept - ",
		"reject combosquat combosquat",
		"accept - ",
		"reject protected-name protected-name",
		"reject private-quad private-quad",
		"reject confusable confusable,typo",
		"",
	}, "\n")
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// TestCorefileAndFlags: flags change the policy of the Corefile.
func TestCorefileAndFlags(t *testing.T) {
	dir := siteDir(t, corefile)
	names := []string{"www.winterthurer.ch\t192.0.2.9", "florvita.example.net\t192.0.2.9", "paypa1.com\t192.0.2.9"}
	base := []string{"-config", filepath.Join(dir, "Corefile"), "-root", dir}
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"as it is":     {nil, "accept - \nwarn bare-brand bare-brand\nreject confusable confusable,typo\n"},
		"a list":       {[]string{"-protect-list", filepath.Join(dir, "more.txt")}, "reject protected-name protected-name\nwarn bare-brand bare-brand\nreject confusable confusable,typo\n"},
		"strict":       {[]string{"-level", "strict"}, "accept - \nreject bare-brand bare-brand\nreject confusable confusable,typo\n"},
		"not shipped":  {[]string{"-no-shipped"}, "accept - \nwarn bare-brand bare-brand\naccept - \n"},
		"a known list": {[]string{"-known-list", filepath.Join(dir, "paypa1.txt")}, "accept - \nwarn bare-brand bare-brand\naccept - \n"},
	} {
		t.Run(name, func(t *testing.T) {
			if err := os.WriteFile(filepath.Join(dir, "paypa1.txt"), []byte("paypa1.com\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			if got := verdicts(t, names, append(base, c.args...)...); got != c.want {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
		})
	}
}

// TestCorefileWithoutPolicy: whoever asks for a judgement gets one.
func TestCorefileWithoutPolicy(t *testing.T) {
	before, _, _ := strings.Cut(corefile, "        policy default {")
	dir := siteDir(t, before+"    }\n}\n")
	got := verdicts(t, []string{"paypa1.com\t192.0.2.9", "mail.example.net\t192.0.2.9"}, "-config", filepath.Join(dir, "Corefile"), "-root", dir)
	if want := "reject confusable confusable,typo\naccept - \n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestBadCorefile(t *testing.T) {
	for name, c := range map[string]struct{ old, other, want string }{
		"syntax":  {"pool 192.0.2.0/24", "pool 192.0.2.0/99", "Corefile:6: "},
		"check":   {"private-quad reject", "private-squad reject", `check "private-squad": no check has this name`},
		"list":    {"protect_list brands.txt", "protect_list absent.txt", "absent.txt"},
		"no site": {"rdnsmgr", "whoami", "no server block has the directive rdnsmgr"},
		"record":  {"A 192.0.2.1", "A 192.0.2.300", "192.0.2.300"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := siteDir(t, strings.ReplaceAll(corefile, c.old, c.other))
			_, _, err := run(t, "", "-config", filepath.Join(dir, "Corefile"), "-root", dir)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q in it", err, c.want)
			}
		})
	}
}
