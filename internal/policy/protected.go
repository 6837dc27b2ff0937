package policy

import (
	"fmt"
	"strings"

	"golang.org/x/net/publicsuffix"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
)

// A Kind says how much of a protected domain's name is the owner's own. The
// less it is, the fewer names can be refused for resembling it.
type Kind uint8

const (
	// Guessed is the kind of a domain of which nothing is said: that of the
	// shipped list if it has the domain, or else what follows from the length.
	Guessed Kind = iota
	// Distinct names are coined: whoever writes paypal means the company.
	Distinct
	// Word names are words that others use as well, such as apple or chase.
	Word
	// Short names have so few letters that many names are near them.
	Short
)

var kindWords = [...]string{"guessed", "distinct", "word", "short"}

// String returns the word that lists use.
func (k Kind) String() string { return kindWords[k] }

// ParseKind reads distinct, word or short.
func ParseKind(word string) (Kind, error) {
	for i, w := range kindWords {
		if w == word && Kind(i) != Guessed {
			return Kind(i), nil
		}
	}
	return 0, fmt.Errorf("kind %s: want distinct, word or short", quote(word))
}

// A Protected is a domain that others shall not pass for.
type Protected struct {
	Domain string
	Kind   Kind
}

// A brand is a protected domain in the forms that names are compared with.
type brand struct {
	domain string   // my-brand.com
	labels []string // its labels, in Latin letters
	words  []word   // the same, divided at hyphens too
	core   string   // my-brand, in Latin letters
	look   string   // the same, by its looks
	joined string   // mybrand: the core without its hyphens
	suffix string   // com
	kind   Kind
	zone   bool // one of our own zones
}

// A word is a part of a protected domain between dots or hyphens.
type word struct {
	text   string
	hyphen bool // what stands before it is a hyphen
}

// newBrand takes a protected domain apart. The domain need not be one that can
// be registered: what stands left of the public suffix is its core up to the
// first dot.
func newBrand(p Protected) (brand, error) {
	domain, err := ToASCII(normal(p.Domain))
	if err != nil {
		return brand{}, fmt.Errorf("protected domain %s: %w", quote(p.Domain), err)
	}
	if err := hostname.Check(domain); err != nil {
		return brand{}, fmt.Errorf("protected domain %s: %w", quote(p.Domain), err)
	}
	b := brand{domain: domain, kind: p.Kind}
	for label := range strings.SplitSeq(domain, ".") {
		b.labels = append(b.labels, latin(label))
	}
	suffix, _ := publicsuffix.PublicSuffix(domain)
	if suffix == domain {
		_, suffix, _ = strings.Cut(domain, ".")
	}
	b.suffix = suffix
	b.core = b.labels[len(b.labels)-strings.Count(suffix, ".")-2]
	b.divide()
	if b.kind == Guessed {
		b.kind = b.guess()
	}
	return b, nil
}

// latin returns a label as the checks compare it.
func latin(label string) string {
	if strings.HasPrefix(label, "xn--") {
		if u, err := decodeLabel(label); err == nil {
			label = u
		}
	}
	return toLatin(label)
}

// look returns what s looks like.
func look(s string) string { return string(appendLook(nil, s)) }

// guess returns the kind of a domain of which nothing is said.
func (b *brand) guess() Kind {
	if len(b.core) < typoCore {
		return Short
	}
	return Distinct
}

// divide fills in the forms that follow from the labels and the core.
func (b *brand) divide() {
	for _, l := range b.labels {
		for i, w := range strings.Split(l, "-") {
			b.words = append(b.words, word{w, i > 0})
		}
	}
	b.joined = strings.ReplaceAll(b.core, "-", "")
	b.look = look(b.core)
}

// glued returns the domain without its dots and hyphens.
func (b *brand) glued() string {
	return strings.ReplaceAll(strings.Join(b.labels, ""), "-", "")
}
