package policy

import (
	"strings"
	"unicode"

	"github.com/rdnsmgr/rdnsmgr/internal/policy/uts39"
)

var (
	scriptKana = uts39.Of("Hira", "Kana")
	scriptLGC  = uts39.Of("Latn", "Grek", "Cyrl")
)

// strokes are characters of East Asian scripts that look like a slash, a dash or
// another sign when Latin letters stand beside them.
const strokes = "ノンソゾ一丨丶丿乀乁亅〇ーㄧㄚㆍへヘ工口"

// patterns reports characters that are harmless elsewhere and deceive where they
// stand.
func (j *judge) patterns(label string) {
	if what := pattern([]rune(label), j.s.label(j.s.n-1)); what != "" {
		j.found(DangerousPattern, what+" in "+quote(label))
	}
}

// pattern says what is wrong with a label below a top-level domain, "" if
// nothing is.
func pattern(label []rune, tld string) string {
	for i, r := range label {
		var before, after rune
		if i > 0 {
			before = label[i-1]
		}
		if i+1 < len(label) {
			after = label[i+1]
		}
		what := mark(before, r)
		if what == "" {
			what = lone(r, tld)
		}
		if what == "" {
			what = beside(before, r, after)
		}
		if what != "" {
			return what
		}
	}
	return ""
}

// mark judges combining marks, which can be put where nobody sees them.
func mark(before, r rune) string {
	if !unicode.Is(unicode.Mn, r) {
		return ""
	}
	switch {
	case before == r:
		return "a mark that is repeated"
	case r >= 0x334 && r <= 0x338:
		return "a stroke through a letter"
	case !unicode.Is(unicode.Inherited, r):
		return "" // a mark of one script, such as the vowels of Thai
	case strings.ContainsRune("ijlı", before):
		return "a mark on a letter that hides it"
	case uts39.Scripts(before).And(scriptLGC).Empty():
		return "a mark on a letter that takes none"
	}
	return ""
}

// lone judges letters that are those of few languages, and are taken for others
// elsewhere.
func lone(r rune, tld string) string {
	switch r {
	case 'þ', 'ð':
		if tld != "is" && tld != "fo" {
			return "an Icelandic letter"
		}
	case 'ə':
		if tld != "az" {
			return "an Azerbaijani letter"
		}
	case 'ʻ', 'ʼ', 'ʹ', 'ʺ':
		return "a letter that looks like an apostrophe"
	}
	return ""
}

// beside judges signs that are right only between certain letters (RFC 5892,
// appendix A), and strokes next to Latin letters.
func beside(before, r, after rune) string {
	cjk := func(r rune) bool { return r != 0 && r >= 0x80 && !uts39.Scripts(r).And(scriptCJK).Empty() }
	switch {
	case r == '·' && (before != 'l' || after != 'l'):
		return "a middle dot"
	case r == '・' && !cjk(before) && !cjk(after):
		return "a middle dot"
	case r == '͵' && !unicode.Is(unicode.Greek, after):
		return "a numeral sign"
	case (r == '׳' || r == '״') && !unicode.Is(unicode.Hebrew, before):
		return "a sign that looks like a quotation mark"
	case (r == 'ヽ' || r == 'ヾ') && !unicode.Is(unicode.Katakana, before),
		(r == 'ゝ' || r == 'ゞ') && !unicode.Is(unicode.Hiragana, before),
		r == 'ー' && (before == 0 || uts39.Scripts(before).And(scriptKana).Empty()):
		return "a repetition mark"
	case strings.ContainsRune(strokes, r) && (ascii7(before) && !cjk(after) || ascii7(after) && !cjk(before)):
		return "a stroke beside Latin letters"
	}
	return ""
}

// ascii7 tells whether r is a letter of ASCII.
func ascii7(r rune) bool { return r >= 'a' && r <= 'z' }
