package source_test

import (
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

// A file of comments says nothing in the form that it was taken for, and is
// full of bad lines in the others.
func TestAuto(t *testing.T) {
	for _, c := range []struct {
		name, path, in string
		mappings, bad  int
	}{
		{"empty", "map", "", 0, 0},
		{"comments of hosts", "map", "# one\n# two\n", 0, 0},
		{"comments of a zone", "map", "; one\n\n; two\n", 0, 0},
		{"ending csv", "map.CSV", "# one\n", 0, 0},
		{"ending zone", "map.zone", "; one\n", 0, 0},
		{"ending db with comments of hosts", "map.db", "# one\n", 0, 1},
		{"content wins over the ending", "map.csv", "192.0.2.1 a.example.net\n", 1, 0},
		{"hosts behind comments", "map", "; one\n# two\n\n192.0.2.1 a.example.net\n", 1, 1},
		{"hosts with words of a zone", "map", "192.0.2.1 in.example.net ptr.example.net\n", 2, 0},
		{"hosts with a type as name", "map", "192.0.2.1 ptr\n192.0.2.2 a.example.net\n", 1, 1},
		{"hosts that begin badly", "map", "nonsense\n192.0.2.2 a.example.net\n", 1, 1},
		{"another blank", "map", "\u2003\n192.0.2.2 a.example.net\n", 1, 1},
		{"csv", "map", "address,name\n192.0.2.1,a.example.net\n", 1, 0},
		{"csv with byte order mark", "map", "\xef\xbb\xbf\"Address\";\"Name\"\n192.0.2.1;a.example.net\n", 1, 0},
		{"csv behind a comment", "map.zone", "# export\nname,address\na.example.net,192.0.2.1\n", 1, 0},
		{"zone by directive", "map", "$ORIGIN 2.0.192.in-addr.arpa.\n1 PTR a.example.net.\n", 1, 0},
		{"zone by SOA", "map", "; zone\n2.0.192.in-addr.arpa. 3600 IN SOA a.b. c.d. 1 2 3 4 5\n1.2.0.192.in-addr.arpa. PTR a.example.net.\n", 1, 0},
		{"zone by class", "map", "2.0.192.in-addr.arpa. IN TXT x\n1.2.0.192.in-addr.arpa. PTR a.example.net.\n", 1, 0},
		{"zone by type in lower case", "map", "1.2.0.192.in-addr.arpa. ptr a.example.net.\n", 1, 0},
		{"zone by NS", "map", "2.0.192.in-addr.arpa. 1h NS a.example.net.\n1.2.0.192.in-addr.arpa. PTR a.example.net.\n", 1, 0},
		{"zone by the at sign", "map", "@ 60 TXT x\n1.2.0.192.in-addr.arpa. PTR a.example.net.\n", 1, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := source.Parse(source.NewContent(c.in), source.Options{Path: c.path}, source.Hooks{})
			if s.Len() != c.mappings || s.Bad != c.bad {
				t.Errorf("%d mappings, %d bad; want %d, %d; %v", s.Len(), s.Bad, c.mappings, c.bad, s.Faults)
			}
		})
	}
}

func TestFormatString(t *testing.T) {
	for f, want := range map[source.Format]string{source.Auto: "auto", source.Hosts: "hosts", source.Zone: "zone", source.CSV: "csv"} {
		if f.String() != want {
			t.Errorf("%d is %q, want %q", f, f, want)
		}
	}
}
