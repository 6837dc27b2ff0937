package source_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

// lists are lists with all that makes a difference to how they are read.
func lists() map[string][]string {
	many := list(40_000)
	shuffled := slices.Clone(many)
	rand.New(rand.NewPCG(2, 2)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	several := slices.Clone(many)
	for i := range 200 {
		address, _, _ := strings.Cut(several[i], " ")
		several[i] = address + strings.Repeat(" a.example.net b.example.net c.example.net d.example.net e.example.net", 2) + fmt.Sprintf(" %d\n", 60+i)
	}
	faulty := slices.Clone(many)
	for i := 0; i < len(faulty); i += 37 {
		faulty[i] = []string{"no line\n", faulty[(i+20_000)%40_000], "10.0.0.1 refused.example.net\n", "# a comment\n"}[i/37%4]
	}
	return map[string][]string{
		"in order":                 many,
		"shuffled":                 shuffled,
		"several names":            several,
		"one address":              slices.Repeat([]string{"192.0.2.1 a.example.net\n"}, 40_000),
		"bad lines":                faulty,
		"no mapping":               slices.Repeat([]string{"# a comment about nothing at all\n"}, 40_000),
		"one line":                 {strings.Repeat("x", 1<<20)},
		"two byte order marks":     slices.Concat([]string{"\xef\xbb\xbf\xef\xbb\xbf"}, many),
		"all lines are bad":        slices.Repeat([]string{"10.0.0.1 a_b!\n", "10.0.0.2 a_b!\n"}, 40_000),
		"many names for few lines": slices.Repeat(several[:200], 60),
	}
}

// TestParseTogether: how many read a file makes no difference to what it says, and
// what was read together is an outline for what comes next.
func TestParseTogether(t *testing.T) {
	for name, lines := range lists() {
		t.Run(name, func(t *testing.T) {
			content := source.NewContent(strings.Join(lines, ""))
			want := source.Parse(content, listOptions, refusing)
			for _, workers := range []int{2, 3, 8} {
				got := source.ParseTogether(workers, content, listOptions, refusing)
				mustSay(t, want, got)
				next := slices.Clone(lines)
				next[len(next)/2] = word(next[len(next)/2]) + " changed.example.net\n"
				if follow(t, &got.Summary, got.Addresses(), next) == nil && workers < 8 && slices.Contains([]string{"in order", "shuffled"}, name) {
					t.Error("it has no outline")
				}
			}
		})
	}
}
