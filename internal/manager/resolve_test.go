package manager_test

import (
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

func TestResolve(t *testing.T) {
	tests := map[string]struct {
		properties, one, two string
		want                 string
		log                  string
		shadowed             int
	}{
		"the first file wins": {
			one: "192.0.2.1 one.example.org", two: "192.0.2.1 two.example.org",
			want: "one.example.org. 3600", log: `two.map:1: 192.0.2.1 already has the name "one.example.org." from `, shadowed: 1,
		},
		"the first line wins": {
			one: "192.0.2.1 one.example.org\n192.0.2.2 x.example.org\n192.0.2.1 three.example.org", two: "",
			want: "one.example.org. 3600", log: `one.map:3: 192.0.2.1 already`, shadowed: 1,
		},
		"the operator wins": {
			properties: "ptr 192.0.2.1 operator.example.org", one: "192.0.2.1 one.example.org", two: "192.0.2.1 two.example.org",
			want: "operator.example.org. 3600", log: `from Corefile:`, shadowed: 2,
		},
		"an operator's file wins": {
			properties: "mappings op.map { class operator }", one: "192.0.2.1 one.example.org", two: "",
			want: "op.example.org. 3600", log: `one.map:1: 192.0.2.1 already has the name "op.example.org."`, shadowed: 1,
		},
		"several names in order": {
			properties: "names 3", one: "192.0.2.1 b.example.org a.example.org 60", two: "192.0.2.1 a.example.org\n192.0.2.1 c.example.org\n192.0.2.1 d.example.org",
			want: "b.example.org. 60 a.example.org. 60 c.example.org. 3600", log: `two.map:3: 192.0.2.1 already`, shadowed: 2,
		},
		"a weaker class adds no names": {
			properties: "names 3\nptr 192.0.2.1 operator.example.org", one: "192.0.2.1 one.example.org", two: "",
			want: "operator.example.org. 3600", log: "one.map:1: ", shadowed: 1,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			l := newLab(t)
			l.write("one.map", test.one)
			l.write("two.map", test.two)
			l.write("op.map", "192.0.2.1 op.example.org")
			l.start("state memory\nmappings one.map\nmappings two.map\n" + test.properties)
			l.wantName("192.0.2.1", test.want)
			l.wantLog(test.log)
			if s := l.manager.Status(); s.Fates[rdns.Shadowed] != test.shadowed {
				t.Errorf("got %d shadowed, want %d", s.Fates[rdns.Shadowed], test.shadowed)
			}
		})
	}
}

// TestDelegated makes sure that a name which nobody can ask us for is reported.
func TestDelegated(t *testing.T) {
	l := newLab(t)
	l.write("one.map", hosts(98, 100))
	l.start("state memory\nmappings one.map\nrecord 99.2.0.192.in-addr.arpa NS ns.example.org")
	l.wantName("192.0.2.98", "host98.example.org. 3600")
	l.wantName("192.0.2.99", "delegation")
	l.wantLog(`one.map:2: 192.0.2.99 is delegated away at "99.2.0.192.in-addr.arpa.": "host99.example.org." is not served`)
	if s := l.manager.Status(); s.Served != 2 || s.Outside != 1 {
		t.Errorf("got status %+v", s)
	}
}
