package source_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

// zoneList returns the lines of list as a master file with absolute owners.
func zoneList(lines []string) []string {
	out := []string{"$TTL 1h\n@.example. SOA ns1.example.net. hostmaster.example.net. ( 1 ; serial\n 2 3 4 5 )\n"}
	for _, line := range lines {
		a, name, _ := strings.Cut(strings.TrimSpace(line), " ")
		addr := netip.MustParseAddr(a)
		out = append(out, fmt.Sprintf("%s PTR %s.\n", arpa.Name(netip.PrefixFrom(addr, addr.BitLen())), name))
	}
	return out
}

// originList returns a master file of n lines in the order of the letters below one
// origin for each /24, as name servers write them.
func originList(n int) []string {
	out := []string{"$TTL 1h\n"}
	for block := range n / 256 {
		out = append(out, fmt.Sprintf("$ORIGIN %d.0.10.in-addr.arpa.\n", block))
		at := len(out)
		for i := range 256 {
			out = append(out, fmt.Sprintf("%d\tIN PTR\thost-%d-%d.customers.example.net.\n", i, block, i))
		}
		slices.Sort(out[at:])
	}
	return out
}

// tableList returns the lines of list as a table.
func tableList(lines []string) []string {
	out := []string{"address,name,ttl,owner\n"}
	for i, line := range lines {
		a, name, _ := strings.Cut(strings.TrimSpace(line), " ")
		out = append(out, fmt.Sprintf("%s,%s,,%s\n", a, name, []string{"", "ops", "\"Åse, Ltd.\""}[i/50%3]))
	}
	return out
}

// namesList is tableList with the addresses in the last column.
func namesList(lines []string) []string {
	out := []string{"\xef\xbb\xbfName;Comment;Address\r\n"}
	for _, line := range lines {
		a, name, _ := strings.Cut(strings.TrimSpace(line), " ")
		out = append(out, fmt.Sprintf("%s;;%s\r\n", name, a))
	}
	return out
}

// columnList is namesList behind a column that is the same in all lines.
func columnList(lines []string, column string) []string {
	out := namesList(lines)
	for i := range out {
		out[i] = column + ";" + strings.TrimPrefix(out[i], "\xef\xbb\xbf")
	}
	return out
}

// forms are lists in another form than that of hosts.
func forms() map[string][]string {
	return map[string][]string{
		"zone":                zoneList(list(manyLines)),
		"zone in no order":    zoneList(shuffledList(1)),
		"zone with origins":   originList(manyLines),
		"table":               tableList(list(manyLines)),
		"table in no order":   tableList(shuffledList(1)),
		"table of names":      namesList(list(manyLines)),
		"table, names, mixed": namesList(shuffledList(2)),
		"table, owner first":  columnList(list(manyLines), "ops"),
		"table, long column":  columnList(shuffledList(3), strings.Repeat("x", 60)),
	}
}

// TestFormChanges: one line of a large master file or table that changes is all that is
// read again, with what stands near it.
func TestFormChanges(t *testing.T) {
	for name, base := range forms() {
		last := parseList(base)
		if last.Len() < 11_000 {
			t.Fatal(last.Len(), last.Faults[0])
		}
		before := mappings(last)
		for change, edit := range map[string]func(lines []string) []string{
			"nothing": func(lines []string) []string { return lines },
			"a name": func(lines []string) []string {
				lines[7_000] = strings.Replace(lines[7_000], "host-", "other-", 1)
				return lines
			},
			"the last line": func(lines []string) []string {
				last := len(lines) - 1
				lines[last] = strings.Replace(lines[last], "host-", "other-", 1)
				return lines
			},
			"a line less":  func(lines []string) []string { return slices.Delete(lines, 3_000, 3_001) },
			"a line twice": func(lines []string) []string { return slices.Insert(lines, 3_000, lines[3_000]) },
			"a bad line":   func(lines []string) []string { return slices.Insert(lines, 3_000, "no;line,at all.\n") },
			"a comment":    func(lines []string) []string { return slices.Insert(lines, 3_000, "#;\n") },
		} {
			t.Run(name+", "+change, func(t *testing.T) {
				lines := edit(slices.Clone(base))
				got := follow(t, &last.Summary, last.Addresses(), lines)
				if got == nil || got.Len() > 4_000 {
					t.Fatal("the whole file was read")
				}
				mustEqual(t, mappings(parseList(lines)), apply(before, got))
			})
		}
	}
}

// TestFormChangesCarried: what a line says depends on those in front of it, however far.
func TestFormChangesCarried(t *testing.T) {
	zone, origins, table := zoneList(list(manyLines)), originList(manyLines), tableList(list(manyLines))
	with := func(lines []string, at int, more ...string) []string {
		return slices.Insert(slices.Clone(lines), at, more...)
	}
	without := func(lines []string, from, to int) []string { return slices.Delete(slices.Clone(lines), from, to) }
	for name, states := range map[string][][]string{
		"a TTL":               {zone, with(zone, 3_000, "$TTL 60\n"), with(zone, 6_000, "$TTL 60\n"), zone},
		"a TTL of a record":   {without(zone, 0, 1), with(without(zone, 0, 1), 3_000, "1.2.0.192.in-addr.arpa. 60 PTR a.example.net.\n"), without(zone, 0, 1)},
		"the first TTL":       {zone, with(without(zone, 0, 1), 0, "$TTL 2h\n"), zone},
		"an origin":           {origins, with(origins, 3_000, "$ORIGIN 99.0.10.in-addr.arpa.\n"), origins},
		"a bad origin":        {origins, with(origins, 3_000, "$ORIGIN x y\n"), with(origins, 3_000, "$NO\n"), origins},
		"an origin less":      {origins, without(origins, 258, 259), origins, without(origins, 1, 2)},
		"one origin":          {zone, with(zone, 6_000, "$ORIGIN 2.0.192.in-addr.arpa.\n"), with(zone, 3_000, "$ORIGIN 2.0.192.in-addr.arpa.\n", "7 PTR a.example.net.\n")},
		"an inherited owner":  {zone, with(zone, 3_000, " PTR second.example.net.\n"), with(zone, 3_000, "\n", ";\n", "\tPTR second.example.net.\n"), zone},
		"owners of others":    {with(zone, 3_000, " PTR second.example.net.\n"), with(zone, 3_000, "1.2.0.192.in-addr.arpa. PTR a.example.net.\n", " PTR second.example.net.\n")},
		"generated ones":      {zone, with(zone, 3_000, "$GENERATE 0-9 $.2.0.192.in-addr.arpa. PTR h$.example.net.\n"), with(zone, 3_000, "$GENERATE 0-7 $.2.0.192.in-addr.arpa. PTR h$.example.net.\n")},
		"other records":       {zone, with(zone, 3_000, "a.example. TXT x\n"), with(zone, 3_000, "a.example. TXT x\n", "b.example. A 192.0.2.1\n"), zone},
		"a parenthesis":       {zone, with(zone, 3_000, "1.2.0.192.in-addr.arpa. (\n PTR\na.example.net.\n)\n"), with(zone, 3_000, "1.2.0.192.in-addr.arpa. (\n PTR\nb.example.net.\n)\n")},
		"one never closed":    {zone, with(zone, 3_000, "x ( \n"), with(with(zone, 3_040, " )\n"), 3_000, "x ( \n"), with(with(zone, 3_070, " )\n"), 3_000, "x ( \n")},
		"a header":            {table, with(without(table, 0, 1), 0, "name,address,ttl,owner\n"), table},
		"no header":           {table, without(table, 0, 1), with(without(table, 0, 1), 0, "address,name,address\n"), table},
		"a line in front":     {table, with(table, 0, "# x\n"), with(table, 0, "address;name\n")},
		"another form":        {table, zone, list(manyLines), origins, table},
		"a long line":         {zone, with(zone, 3_000, strings.Repeat("x", 70_000)+"\n"), zone},
		"a long header":       {table, with(table, 0, strings.Repeat("x", 70_000)+"\n"), table},
		"nothing":             {zone, nil, zone, zone[:1], table[:1], table},
		"no end of the lines": {zone, with(zone, len(zone), "1.2.0.192.in-addr.arpa. PTR a.example.net."), with(table, len(table), "192.0.2.1,a.example.net")},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHistory(states[0])
			for _, lines := range states {
				h.goOn(t, lines)
			}
		})
	}
}

// TestFormChangesAcross: a statement may go on where a section could end.
func TestFormChangesAcross(t *testing.T) {
	inside := slices.Repeat([]string{"a (\nTXT\nx\ny\n)\n"}, 4)
	for i := range 6 {
		lines := zoneList(list(manyLines))
		for k := 50; k < len(lines); k += 50 {
			lines = slices.Insert(lines, k, inside...)
		}
		h := newHistory(lines)
		lines[len(lines)/2+i] = fmt.Sprintf("1.2.0.192.in-addr.arpa. ( PTR\nx%d.example.net.\n)\n", i)
		h.goOn(t, lines)
	}
}

// TestFormChangesModel makes random changes, one after the other.
func TestFormChangesModel(t *testing.T) {
	for name, base := range forms() {
		t.Run(name, func(t *testing.T) {
			const rounds = 8
			random := rand.New(rand.NewPCG(uint64(len(name)), 7))
			lines := slices.Clone(base)
			edit := zoneEdit
			if strings.HasPrefix(name, "table") {
				edit = tableEdit
			}
			h := newHistory(lines)
			for range rounds {
				for range random.IntN(3) {
					lines = edit(random, lines)
				}
				h.goOn(t, lines)
			}
			if t.Logf("%d of %d changes were read as such", h.partial, rounds); h.partial < 3 {
				t.Error("too few changes were read as such")
			}
		})
	}
}

// zoneEdit returns the lines of a master file after one change.
func zoneEdit(random *rand.Rand, lines []string) []string {
	i, j, n := random.IntN(len(lines)-300), random.IntN(len(lines)-300), 1+random.IntN(300)
	owner, _, _ := strings.Cut(lines[i], " ")
	insert := func(more ...string) []string { return slices.Insert(lines, i, more...) }
	switch random.IntN(22) {
	case 0:
		return slices.Delete(lines, i, i+n)
	case 1:
		return insert(" PTR second.example.org.\n", "\n", "; x\n", " 60 PTR third.example.org.\n")
	case 2:
		return insert(lines[j])
	case 3:
		return insert("no line\n", " PTR x.example.org.\n", owner+" PTR refused.example.org.\n")
	case 4:
		return insert(fmt.Sprintf("$TTL %d\n", 1+random.IntN(9)))
	case 5:
		return insert(fmt.Sprintf("$ORIGIN %d.0.10.in-addr.arpa.\n", random.IntN(50)), "7 PTR seven.example.org.\n")
	case 6:
		return insert(owner+" ( ; x\nPTR\n", "a.example.org. ; y\n", ")\n")
	case 7:
		return insert("x PTR ( y\n")
	case 8:
		return insert(fmt.Sprintf("$GENERATE 0-%d $.2.0.192.in-addr.arpa. PTR h$.example.net.\n", random.IntN(20)))
	case 9:
		return insert("a.example. TXT \"x\"\n")
	case 10:
		moved := slices.Clone(lines[i : i+n])
		return slices.Insert(slices.Delete(lines, i, i+n), min(j, len(lines)-n), moved...)
	case 11:
		lines[i], lines[j] = lines[j], lines[i]
	case 12:
		return insert("$ORIGIN\n")
	default:
		lines[i] = fmt.Sprintf("%s PTR changed-%d.example.org.\n", owner, random.IntN(1000))
	}
	return lines
}

// tableEdit returns the lines of a table after one change.
func tableEdit(random *rand.Rand, lines []string) []string {
	i, j, n := 1+random.IntN(len(lines)-300), 1+random.IntN(len(lines)-300), 1+random.IntN(250)
	switch random.IntN(14) {
	case 0:
		return slices.Delete(lines, i, i+n)
	case 1:
		return slices.Insert(lines, i, lines[j])
	case 2:
		return slices.Insert(lines, i, "no line\n", ",,,\n", "# x\n", "\"192.0.2.1\n", ";;;;\n")
	case 3:
		lines[i], lines[j] = lines[j], lines[i]
	case 4:
		lines[0] = strings.Replace(lines[0], "ame", "AME", 1)
	case 5:
		lines[i] = strings.Repeat("x", 70_000) + "\n"
	case 6:
		moved := slices.Clone(lines[i : i+n])
		return slices.Insert(slices.Delete(lines, i, i+n), min(j, len(lines)-n), moved...)
	case 7:
		return slices.Insert(lines, i, strings.Replace(lines[j], "customers", "second", 1))
	default:
		lines[i] = strings.Replace(lines[i], "host-", fmt.Sprintf("changed-%d-", random.IntN(1000)), 1)
	}
	return lines
}

// FuzzFormChanges is FuzzParseChanges for the other forms.
func FuzzFormChanges(f *testing.F) {
	bases := [][]string{zoneList(list(2_000)), originList(2_000), tableList(list(2_000)), zoneList(shuffledList(5)[:2_000]), namesList(shuffledList(5)[:2_000])}
	n := uint16(300)
	for _, text := range zoneTexts {
		f.Add("", text, n, n+300, uint8(n%2))
		f.Add(text, "$TTL 60\n", n, n, uint8(3))
		n += 150
	}
	for _, text := range csvTexts {
		f.Add("", text, n, n+300, uint8(2))
		f.Add("address;name\n", text, uint16(0), n, uint8(4))
		n += 200
	}
	f.Fuzz(func(t *testing.T, before, after string, i, j uint16, base uint8) {
		fuzzChange(t, bases[int(base)%len(bases)], before, after, i, j)
	})
}

// TestStreamedFormChanges: what was parsed while it was read is an outline, too.
func TestStreamedFormChanges(t *testing.T) {
	for name, base := range forms() {
		for _, size := range []int{1, 1 << 10, 1 << 20} {
			last, err := source.ParseStream(strings.Join(base, ""), 2, size, listOptions, refusing)
			if err != nil || last == nil {
				t.Fatal(name, err)
			}
			lines := slices.Clone(base)
			lines[5_000] = strings.Replace(lines[5_000], "host-", "other-", 1)
			got := follow(t, &last.Summary, last.Addresses(), lines)
			if got == nil || got.Len() > 4_000 {
				t.Fatalf("%s, %d: the whole file was read", name, size)
			}
			mustEqual(t, mappings(parseList(lines)), apply(mappings(last), got))
		}
	}
}
