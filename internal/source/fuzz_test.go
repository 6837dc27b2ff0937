package source_test

import (
	"encoding/csv"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

func FuzzParseHosts(f *testing.F) {
	f.Add("192.0.2.1 a.example.net b.example.net 60 # x\n\r\n2001:db8::1\ta.example.net\nbad\n")
	f.Add("\xef\xbb\xbf192.0.2.1 A.example.net.")
	f.Add("192.0.2.2 bücher.example.net\n192.0.2.1 ma\xf1ana.example.net b.example.net\n192.0.2.119 a.example.net\n192.0.2.2 bücher.example.net\n")
	fuzz(f, source.Hosts, printHosts)
}

func FuzzParseZone(f *testing.F) {
	f.Add("$TTL 1h\n$ORIGIN 2.0.192.in-addr.arpa.\n@ IN SOA a. b. (1 2 ; x\n 3 4 5)\n1 IN 60 PTR a.example.net.\n PTR b.example.net.\n")
	f.Add("$GENERATE 0-255/3 ${1,3,d}.2.0.192.in-addr.arpa. PTR h$.example.net.\n1.2.0.192.in-addr.arpa. TYPE12 \\# 3 016100\n")
	f.Add("$ORIGIN ma\\195\\177ana.example.\n1.2.0.192.in-addr.arpa. PTR b\\195\\188cher\\046\n")
	f.Add("\\049 PTR \"a\\\"\" ; (\n( x\n)\n")
	fuzz(f, source.Zone, printZone)
}

func FuzzParseCSV(f *testing.F) {
	f.Add("address,name,ttl,owner,comment\n192.0.2.1,a.example.net,60,me,\"a, \"\"b\"\"\"\n")
	f.Add("Name;Address\na.example.net;2001:db8::1\n\"open;\n;;\n#x\n")
	fuzz(f, source.CSV, printCSV)
}

func FuzzParseAuto(f *testing.F) {
	f.Add("address;name\n")
	f.Add("; x\n@ SOA\n")
	f.Add("192.0.2.1 a.example.net\n")
	fuzz(f, source.Auto, printHosts)
}

// fuzz checks what holds for every input, and that what was read can be printed
// and read again.
func fuzz(f *testing.F, format source.Format, write func([]rdns.Mapping) string) {
	f.Fuzz(func(t *testing.T, in string) {
		s := source.Parse(source.NewContent(in), source.Options{Path: "x", Format: format, TTL: 1}, hooks)
		if s.Bad > s.Lines || s.Foreign > s.Bad || s.Lines > strings.Count(in, "\n")+1 || s.Unreported() < 0 {
			t.Errorf("%d lines, %d bad, %d duplicates, %d faults", s.Lines, s.Bad, s.Duplicates, len(s.Faults))
		}
		for _, fault := range s.Faults {
			if strings.ContainsFunc(fault.Error(), func(r rune) bool { return r < ' ' || r == 0x7f }) || len(fault.Error()) > 4000 {
				t.Errorf("fault %q", fault)
			}
		}
		valid(t, s)
		again := source.Parse(source.NewContent(write(mappings(s))), source.Options{Format: format}, source.Hooks{})
		if diff := cmp.Diff(mappings(s), mappings(again), equal...); diff != "" || len(again.Faults) != 0 {
			t.Errorf("%v\n(-first +again):\n%s", again.Faults, diff)
		}
	})
}

// valid checks the promises of a Set.
func valid(t *testing.T, s *source.Set) {
	t.Helper()
	type key struct {
		addr netip.Addr
		name string
	}
	seen := make(map[key]bool)
	var last rdns.Mapping
	var lastLine int
	for k := range s.Len() {
		m, line := s.At(k)
		name, err := hostname.Normalize(m.Name)
		switch {
		case err != nil || name != m.Name:
			t.Errorf("name %q: %v", m.Name, err)
		case hooks.Check(m) != nil:
			t.Errorf("%s is foreign", m.Addr)
		case !m.Addr.IsValid() || m.Addr.Is4In6() || m.Addr.Zone() != "":
			t.Errorf("address %s", m.Addr)
		case m.TTL == 0 || m.TTL > 604800:
			t.Errorf("ttl %d", m.TTL)
		case seen[key{m.Addr, m.Name}]:
			t.Errorf("%s %s twice", m.Addr, m.Name)
		case line < 1 || k > 0 && m.Addr == last.Addr && line < lastLine:
			t.Errorf("mapping %d is of line %d", k, line)
		case k > 0 && m.Addr.Less(last.Addr):
			t.Errorf("mapping %d of %s stands behind %s", k, m.Addr, last.Addr)
		}
		if found, ok := s.Find(m.Addr, m.Name); !ok || found != line {
			t.Errorf("%s %s is found in line %d, not %d", m.Addr, m.Name, found, line)
		}
		last, lastLine = m, line
		seen[key{m.Addr, m.Name}] = true
	}
}

func printHosts(mappings []rdns.Mapping) string {
	var b strings.Builder
	for _, m := range mappings {
		fmt.Fprintf(&b, "%s %s %d\n", m.Addr, m.Name, m.TTL)
	}
	return b.String()
}

func printZone(mappings []rdns.Mapping) string {
	var b strings.Builder
	for _, m := range mappings {
		fmt.Fprintf(&b, "%s %d IN PTR %s\n", arpa.Name(netip.PrefixFrom(m.Addr, m.Addr.BitLen())), m.TTL, m.Name)
	}
	return b.String()
}

func printCSV(mappings []rdns.Mapping) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	rows := [][]string{{"owner", "address", "name", "ttl"}}
	for _, m := range mappings {
		rows = append(rows, []string{m.Owner, m.Addr.String(), m.Name, fmt.Sprint(m.TTL)})
	}
	if err := w.WriteAll(rows); err != nil {
		panic(err)
	}
	return b.String()
}

func FuzzParseRecord(f *testing.F) {
	f.Add("ns1.example\nA\n192.0.2.1")
	f.Add("example\n60\nTXT\na \"b\\\nc;(")
	f.Add("example\nIN\nCAA\n0\nissue\n;")
	f.Add("example\nMX\n10\n\\065.example")
	f.Fuzz(func(t *testing.T, in string) {
		fields := strings.Split(in, "\n")
		r, err := source.ParseRecord(fields, pos)
		if err == nil {
			validRecord(t, r)
		}
		// A TXT string is kept byte for byte.
		r, err = source.ParseRecord([]string{"a.example", "TXT", in}, pos)
		if len(in) > 255 {
			if err == nil {
				t.Errorf("%q fits", in)
			}
		} else if err != nil || string(r.Data) != string([]byte{byte(len(in))})+in {
			t.Errorf("%q, %v; want %q", r.Data, err, in)
		}
	})
}

func FuzzParseRecords(f *testing.F) {
	f.Add("$ORIGIN host.example.\n$TTL 1h\n@ NS ns1\nns1 A 192.0.2.1\n TXT \"a;\" b\n MX 0 .\nx CAA 0 issue \";\"\n")
	f.Add("a ( AAAA ; x\n 2001:db8::1 )\n*. A 192.0.2.1\n")
	f.Fuzz(func(t *testing.T, in string) {
		records, faults := source.ParseRecords(in, "x")
		if len(records)+len(faults) > strings.Count(in, "\n")+1 {
			t.Errorf("%d records, %d faults", len(records), len(faults))
		}
		for _, r := range records {
			validRecord(t, r)
		}
	})
}

// validRecord prints a record and reads it again.
func validRecord(t *testing.T, r rdns.Record) {
	t.Helper()
	wire := make([]byte, 300+len(r.Data))
	end, err := dns.PackDomainName(r.Name, wire, 0, nil, false)
	if err != nil {
		t.Fatalf("owner %q: %v", r.Name, err)
	}
	header := []byte{byte(r.Type >> 8), byte(r.Type), 0, 1, 0, 0, 0, 1, byte(len(r.Data) >> 8), byte(len(r.Data))}
	rr, _, err := dns.UnpackRR(append(append(wire[:end], header...), r.Data...), 0)
	if err != nil {
		t.Fatalf("%v: %v", r, err)
	}
	text := rr.String()
	if strings.HasPrefix(text, "$") {
		text = `\` + text // the library writes owners that look like directives
	}
	again, faults := source.ParseRecords(text, r.Pos.File)
	if len(again) != 1 || len(faults) != 0 {
		t.Fatalf("%s: %v", rr, faults)
	}
	r.TTL, again[0].TTL = 0, 0
	again[0].Pos = r.Pos
	if diff := cmp.Diff(r, again[0]); diff != "" {
		t.Errorf("%s (-first +again):\n%s", rr, diff)
	}
}

// FuzzParseChanges puts other lines into a list, and then others again: what comes
// of the change is what the whole file says.
func FuzzParseChanges(f *testing.F) {
	base := list(2_000)
	f.Add("10.0.3.1 a.example.net\n", "10.0.3.3 b.example.net # x\n10.0.3.3 c.example.net 60\n", uint16(300), uint16(300))
	f.Add("", "2001:db8::ffff a.example.net", uint16(1_999), uint16(2_000))
	f.Add("\xef\xbb\xbf#\r\n", "no line\n\n10.0.0.0 refused.example.net\n", uint16(0), uint16(0))
	f.Fuzz(func(t *testing.T, before, after string, i, j uint16) { fuzzChange(t, base, before, after, i, j) })
}

// fuzzChange puts other lines into some, and then others again.
func fuzzChange(t *testing.T, base []string, before, after string, i, j uint16) {
	t.Helper()
	insert := func(text string, i uint16) []string {
		return slices.Insert(slices.Clone(base), int(i)%(len(base)+1), text)
	}
	last := parseList(insert(before, i))
	if set := follow(t, &last.Summary, last.Addresses(), insert(after, j)); set != nil {
		mustEqual(t, mappings(parseList(insert(after, j))), apply(mappings(last), set))
	}
}

// FuzzScatteredChanges is FuzzParseChanges for a list in no order, of which lines
// are moved too.
func FuzzScatteredChanges(f *testing.F) {
	base := shuffledList(5)[:4_000]
	f.Add("10.0.3.1 a.example.net\n", "10.0.3.3 b.example.net # x\n10.0.3.3 c.example.net 60\n", uint16(300), uint16(3_000), uint16(2), uint16(9))
	f.Add(base[3_000], base[0]+base[2_000], uint16(1_999), uint16(2_000), uint16(3_999), uint16(100))
	f.Add("\xef\xbb\xbf#\r\n", "no line\n\n10.0.0.0 refused.example.net\n", uint16(0), uint16(0), uint16(1), uint16(2_000))
	f.Fuzz(func(t *testing.T, before, after string, i, j, k, n uint16) {
		insert := func(lines []string, text string, i uint16) []string {
			return slices.Insert(slices.Clone(lines), int(i)%(len(lines)+1), text)
		}
		first := insert(base, before, i)
		at := int(k) % len(base)
		end := min(at+int(n), len(base))
		second := insert(slices.Concat(base[:at], base[end:], base[at:end]), after, j)
		last := parseList(first)
		if set := follow(t, &last.Summary, last.Addresses(), second); set != nil {
			mustEqual(t, mappings(parseList(second)), apply(mappings(last), set))
		}
	})
}
