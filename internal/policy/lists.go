package policy

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
)

// The lists that are part of the program. Each begins with its date, its source
// and its licence. Configurations add to them.
var (
	//go:embed data/tlds.txt
	tldText string
	//go:embed data/protected.txt
	protectedText string
	//go:embed data/keywords.txt
	keywordText string
	//go:embed data/wildcard-dns.txt
	wildcardText string
	//go:embed data/carriers.txt
	carrierText string
	//go:embed data/known.txt
	knownText string
)

// words calls f with the words of each line of a list that has any. Text from
// "#" on is a comment.
func words(text string, f func(words []string)) {
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		if w := strings.Fields(line); len(w) > 0 {
			f(w)
		}
	}
}

// domains returns the names of a list, all of those in a line.
func domains(text string) domainSet {
	d := domainSet{}
	words(text, func(w []string) { d.add(w...) })
	return d
}

// tldList has the delegated top-level domains, true if they are those of a
// country or territory.
type tldList map[string]bool

// newTLDs reads the shipped list and adds others.
func newTLDs(more []string) (tldList, error) {
	t := tldList{}
	words(tldText, func(w []string) {
		t[w[0]] = len(w) == 1 && len(w[0]) == 2 || len(w) > 1 && w[1] == "country"
	})
	for _, tld := range more {
		a, err := ToASCII(normal(strings.TrimPrefix(tld, ".")))
		if err == nil {
			err = hostname.Check("a." + a)
		}
		if err != nil || strings.Contains(a, ".") {
			return nil, fmt.Errorf("top-level domain %s: want the last label of names, such as shop", quote(tld))
		}
		if !t.has(a) {
			t[a] = len(a) == 2
		}
	}
	return t, nil
}

func (t tldList) has(tld string) bool {
	_, ok := t[tld]
	return ok
}

// country tells whether tld is that of a country.
func (t tldList) country(tld string) bool { return t[tld] }

// newKeywords reads the shipped keywords.
func newKeywords() *keywords {
	k := &keywords{plain: map[string]bool{}, looks: map[string]bool{}}
	words(keywordText, func(w []string) {
		for _, word := range w[1:] {
			strong := w[0] == "strong:"
			l := look(word)
			k.plain[word] = strong
			k.looks[l] = k.looks[l] || strong
			k.starts.add(word)
			k.starts.add(l)
			k.ends.add(word[len(word)-2:])
			k.longest = max(k.longest, len(word))
		}
	})
	return k
}
