package reputation_test

import (
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/reputation"
)

// TestTraps has names as they are found, with what is between the brackets of
// the family, or the end of the symbol.
func TestTraps(t *testing.T) {
	for name, want := range map[string]string{
		"mail.example.net.":                       "",
		"mx1.example.net":                         "",
		"host1.example.net":                       "",
		"generaldynamics.example":                 "",
		"ip-192-0-2-1.isp.example.net.":           "IPADDR",
		"IP-192-0-2-1.ISP.EXAMPLE.NET":            "IPADDR",
		"static-192-0-2-1.isp.example.net":        "",
		"ip-192-0-2-1.fixed.example.net":          "",
		"192-0-2-1.example":                       "",
		"ip-192-0-2-1.host.example.net":           "IPADDR 2",
		"ip-192-0-2-1.nation.example.net":         "IPADDR 5",
		"1.2.0.192.rev.example.net":               "IPADDR SPLIT_IP",
		"118.red-80-35-201.example.net":           "SPLIT_IP",
		"0xd5aaf40b.example.net":                  "HEXIP",
		"dhcp024-210-034-053.example.net":         "IPADDR DHCP",
		"fia83-8.dsl.example.net":                 "HCC 4",
		"ool-18be1aaf.dyn.example.net":            "INDICATOR_DYN 5",
		"a.dynamic8510.example.net":               "INDICATOR_DYN",
		"x.res.example.net":                       "INDICATOR_RES",
		"a.client.example.net":                    "INDICATOR_RES 1",
		"a.cpe.example.net":                       "INDICATOR_TYPE2",
		"sp1-c700-131.example.net":                "SPACELAN",
		"static.dyn.example.net":                  "5",
		"pool-7.example.net":                      "4",
		"carpool-7.example.net":                   "4",
		"swimming.pool.example.net":               "4",
		"poolside.example.net":                    "",
		"7user.example.net":                       "1",
		"vps7.customers.example.net":              "1",
		"c0000201.example.net":                    "",
		"ip-2001-0db8-0-0-0-0-0-1.v6.example.net": "IPADDR",
		"":  "",
		".": "",
	} {
		var got []string
		for _, trap := range reputation.Traps(name) {
			if trap.Why == "" {
				t.Errorf("%s: %s has no reason", name, trap.Family)
			}
			_, family, _ := strings.Cut(trap.Family, "(")
			if family == "" {
				family = trap.Family[strings.LastIndexByte(trap.Family, '_')+1:]
			}
			got = append(got, strings.TrimSuffix(family, ")"))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

// FuzzTraps: names of strangers are looked at as well.
func FuzzTraps(f *testing.F) {
	f.Add("-7.dyn")
	f.Fuzz(func(t *testing.T, name string) {
		if len(reputation.Traps(name)) != len(reputation.Traps(strings.ToUpper(strings.ToLower(name)))) && isASCII(name) {
			t.Error("the case matters")
		}
	})
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > '~' }) < 0
}
