package source_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// shuffledList returns the lines of list in no order.
func shuffledList(seed uint64) []string { return shuffledLines(seed, manyLines) }

func shuffledLines(seed uint64, n int) []string {
	lines := list(n)
	rand.New(rand.NewPCG(seed, seed)).Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
	return lines
}

// word returns the address of a line.
func word(line string) string {
	address, _, _ := strings.Cut(line, " ")
	return address
}

// TestScatteredChanges is TestParseChanges for a file in no order.
func TestScatteredChanges(t *testing.T) {
	base := shuffledList(1)
	edit := func(f func(lines []string) []string) []string { return f(slices.Clone(base)) }
	insert := func(i int, lines ...string) []string {
		return edit(func(l []string) []string { return slices.Insert(l, i, lines...) })
	}
	set := func(i int, line string) []string {
		return edit(func(l []string) []string { l[i] = line; return l })
	}
	last := manyLines - 1
	for _, c := range []struct {
		name  string
		lines []string
		most  int // mappings that are told of
	}{
		{"nothing", base, 0},
		{"a name", set(5_000, word(base[5_000])+" other.example.net\n"), 3_000},
		{"an address", set(5_000, "192.0.2.1 other.example.net\n"), 3_000},
		{"the first line", set(0, "0.0.0.0 other.example.net\n"), 3_000},
		{"the last line", set(last, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff other.example.net\n"), 3_000},
		{"a line without an end", set(last, "::1 other.example.net"), 3_000},
		{"a line more", insert(3_000, "192.0.2.1 other.example.net\n"), 3_000},
		{"a line less", edit(func(l []string) []string { return slices.Delete(l, 3_000, 3_001) }), 3_000},
		{"a comment", insert(3_000, "# here\n"), 3_000},
		{"a comment in front", insert(0, "\xef\xbb\xbf# here\r\n"), 3_000},
		{"a bad line", set(3_000, "10.0.23.112 -\n"), 3_000},
		{"a line of somebody else", set(3_000, word(base[3_000])+" refused.example.net\n"), 3_000},
		{"a duplicate beside", insert(3_000, base[3_000]), 3_000},
		{"a duplicate at the end", insert(last, base[100]), 3_000},
		{"a duplicate in front", insert(0, base[last]), 3_000},
		{"a second name at the end", insert(last, word(base[100])+" second.example.net\n"), 3_000},
		{"a second name in front", insert(0, word(base[last])+" first.example.net third.example.net 60\n"), 3_000},
		{"a line moved far", edit(func(l []string) []string { return slices.Insert(slices.Delete(l, 100, 101), 9_000, l[100]) }), 4_000},
		{"two lines exchanged", edit(func(l []string) []string { l[100], l[9_000] = l[9_000], l[100]; return l }), 4_000},
		{"the first lines gone", base[2_000:], 3_000},
		{"lines in the middle gone", edit(func(l []string) []string { return slices.Delete(l, 4_000, 6_000) }), 3_000},
		{"every other line told of again", slices.Concat(base, slices.Repeat([]string{"192.0.2.1 again.example.net\n"}, 2_000)), 3_000},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := parseList(base)
			got := follow(t, &before.Summary, before.Addresses(), c.lines)
			if got == nil {
				t.Fatal("the whole file was read")
			}
			if got.Len() > c.most {
				t.Errorf("%d mappings were told of", got.Len())
			}
			mustEqual(t, mappings(parseList(c.lines)), apply(mappings(before), got))
			if again := follow(t, &got.Summary, parseList(c.lines).Addresses(), base); again != nil { // and back
				mustEqual(t, mappings(before), apply(mappings(parseList(c.lines)), again))
			}
		})
	}
}

// TestScatteredNames: which name of an address comes first depends on lines that
// stand far from each other.
func TestScatteredNames(t *testing.T) {
	base := shuffledList(1)
	const address = "192.0.2.1"
	at := func(names ...string) []string {
		lines := slices.Clone(base)
		for i, name := range names {
			if name != "" {
				lines = slices.Insert(lines, 1_000+i*2_000, address+" "+name+".example.net\n")
			}
		}
		return lines
	}
	states := [][]string{
		at("a", "", "b", "c"), at("", "", "b", "c"), at("c", "", "b", "a"), at("c", "b", "b", "a"), at("", "b", "b", "a"),
		at("a", "a", "a", "a"), at("", "", "a", "a"), at("b", "", "", "a"), at(), at("", "a"),
	}
	h := newHistory(states[0])
	for _, lines := range states {
		h.goOn(t, lines)
	}
	if h.partial < len(states)/2 {
		t.Errorf("%d of %d changes were read as such", h.partial, len(states))
	}
}

// TestScatteredMoved: sections that were moved, all of whose lines are the same,
// change which name of an address comes first, and no more.
func TestScatteredMoved(t *testing.T) {
	const n, moved = 40_000, 3_000
	base := shuffledLines(1, n)
	for i := range 40 { // addresses of the first lines have another name in the last ones
		base[n-moved/2+i] = word(base[moved/2+i]) + " second.example.org\n"
	}
	for _, c := range []struct {
		name  string
		lines []string
	}{
		{"to the front", slices.Concat(base[n-moved:], base[:n-moved])},
		{"to the end", slices.Concat(base[moved:], base[:moved])},
		{"to the middle", slices.Concat(base[moved:n/2], base[:moved], base[n/2:])},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := parseList(base)
			got := follow(t, &before.Summary, before.Addresses(), c.lines)
			if got == nil || got.Len() > n/3 {
				t.Fatal("the whole file was read")
			}
			mustEqual(t, mappings(parseList(c.lines)), apply(mappings(before), got))
		})
	}
}

// TestScatteredOrder: a file that is in order and then is not is read as a whole
// once each time, and by what changed after that.
func TestScatteredOrder(t *testing.T) {
	last := parseList(list(manyLines))
	for i, base := range [][]string{shuffledList(1), list(manyLines), shuffledList(2)} {
		if got := follow(t, &last.Summary, last.Addresses(), base); got != nil {
			t.Errorf("order %d: only %d mappings were told of", i, got.Len())
		}
		last = parseList(base)
		for n := range 3 {
			base[n*1_000] = word(base[n*1_000]) + " changed.example.net\n"
			got := follow(t, &last.Summary, parseList(base).Addresses(), base)
			if got == nil || got.Len() > 3_000 {
				t.Fatalf("order %d, change %d was read as a whole", i, n)
			}
			last = got
		}
	}
}

// TestScatteredWithin: the lines of a file that "sort" has put into the order of
// their letters are in no order either, although each stands near its place.
func TestScatteredWithin(t *testing.T) {
	lines := list(manyLines)
	slices.Sort(lines)
	last := parseList(lines)
	lines[5_000] = word(lines[5_000]) + " changed.example.net\n"
	if got := follow(t, &last.Summary, last.Addresses(), lines); got == nil || got.Len() > 3_000 {
		t.Error("the whole file was read")
	}
}

// TestScatteredModel makes random changes of all kinds, one after the other, in
// files of several kinds.
func TestScatteredModel(t *testing.T) {
	const rounds = 6
	partial := 0
	for seed := range uint64(8) {
		random := rand.New(rand.NewPCG(seed, 7))
		lines := scatteredFile(random, int(seed%4))
		h := newHistory(lines)
		for range rounds {
			for range random.IntN(3) {
				lines = scatteredEdit(random, lines)
			}
			h.goOn(t, lines)
		}
		partial += h.partial
	}
	if t.Logf("%d of %d changes were read as such", partial, 8*rounds); partial < 6 {
		t.Error("too few changes were read as such")
	}
}

// scatteredFile returns lines in no order: of addresses that come once; of few
// addresses that come often; with many names; or as an editor of others writes.
func scatteredFile(random *rand.Rand, kind int) []string {
	lines := shuffledList(uint64(kind))
	for i := range lines {
		switch kind {
		case 1:
			lines[i] = fmt.Sprintf("10.0.%d.%d host%d.example.net\n", random.IntN(8), random.IntN(256), i)
		case 2:
			if random.IntN(10) == 0 {
				lines[i] = word(lines[i]) + strings.Repeat(" a.example.net b.example.net", random.IntN(6)) + " 60\n"
			}
			if i > 0 && random.IntN(2_000) == 0 {
				lines[i] = word(lines[random.IntN(i)]) + fmt.Sprintf(" beside%d.example.net\n", i)
			}
		case 3:
			lines[i] = "\t" + strings.ReplaceAll(lines[i], "\n", " # x\r\n")
		}
	}
	return lines[:manyLines-4_000*(kind%2)]
}

// scatteredEdit returns the lines after one change.
func scatteredEdit(random *rand.Rand, lines []string) []string {
	i, j := random.IntN(len(lines)-300), random.IntN(len(lines)-300)
	n := 1 + random.IntN(300)
	switch random.IntN(16) {
	case 0:
		return slices.Delete(lines, i, i+n)
	case 1:
		return slices.Insert(lines, i, "# a comment\n", "\n")
	case 2: // another name of an address that stands elsewhere
		return slices.Insert(lines, i, strings.TrimSpace(word(lines[j]))+" second.example.org third.example.org 600\n")
	case 3: // a duplicate, mostly far away
		return slices.Insert(lines, i, lines[j])
	case 4:
		return slices.Insert(lines, i, "not a line\n", "10.0.0.1 refused.example.org\n")
	case 5:
		lines[i], lines[j] = lines[j], lines[i]
	case 6: // lines moved
		moved := slices.Clone(lines[i : i+n])
		lines = slices.Delete(lines, i, i+n)
		return slices.Insert(lines, min(j, len(lines)), moved...)
	case 7: // more that look the same
		return slices.Insert(lines, i, slices.Repeat([]string{"# a comment that says nothing at all, again and again\n"}, 10*n)...)
	case 8:
		return slices.Insert(lines, i, fmt.Sprintf("2001:db8:%x::1 new.example.org\n", random.IntN(1<<16)))
	default:
		lines[i] = fmt.Sprintf("%s changed-%d.example.org\n", strings.TrimSpace(word(lines[i])), random.IntN(1000))
	}
	return lines
}
