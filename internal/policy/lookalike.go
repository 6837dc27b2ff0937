package policy

import "bytes"

// extraLooks are letters that readers take for Latin ones though the skeletons
// of UTS 39 keep them apart, for these data are careful: they hold for most
// fonts, and between whole words. Browsers found that victims are less so.
//
// Each line has the letters that look like its first word.
var extraLooks = looks(
	"ae æӕ",
	"b ƀɓƃьҍвƅ",
	"c ҫɕƈငⅽ",
	"d đɗɖԃđƌ",
	"e єҽҿεёɛǝə",
	"f ƒғӻſ",
	"g ɠǥԍဌց",
	"h ħнћңҥӈӊԋԧԩһհ",
	"i ıɩɨіιıⲓւ",
	"j ɉј၂",
	"k ƙĸκкқҝҟҡӄԟқ",
	"l łƚɫӏ",
	"m ɱмӎʍ",
	"n ŋɲƞпԥกחηռ",
	"o øөοоσօ०০੦૦ଠ୦೦൦๐໐០ⲟ",
	"oe œ",
	"p ƿþρрҏƥϼ",
	"q ɋԛգ৭੧૧զ",
	"r ɍɼгґѓŗ",
	"s ʂșѕടรຣຮ",
	"t ŧƭтҭԏț七丅丆丁τ",
	"u ʉυսบບմцџ",
	"v ѵνʋ",
	"w ωшщพฟພຟѡԝ",
	"x ҳӽӿχх乂",
	"y ƴүұуγყⲩ",
	"z ƶʐȥ",
	"0 θ",
	"3 зӡʒ",
)

// looks makes a table of lines "what letters".
func looks(lines ...string) map[rune]string {
	m := map[rune]string{}
	for _, line := range lines {
		what := line
		for i, r := range line {
			switch {
			case r == ' ':
				what = line[:i]
			case len(what) < len(line):
				m[r] = what
			}
		}
	}
	return m
}

// asciiLooks gives what letters and digits become when only their looks count.
// What is equal then can be taken for each other, as paypa1 for paypal.
var asciiLooks = [128]byte{
	'0': 'o', '1': 'l', 'i': 'l', '2': 'z', '3': 'e', '4': 'a', '5': 's', '6': 'b',
	'7': 't', '8': 'b', '9': 'g', 'q': 'g', 'v': 'u',
}

// pairLooks gives the letter that two letters beside each other look like.
func pairLooks(a, b byte) byte {
	switch {
	case (a == 'r' || a == 'n') && b == 'n', a == 'r' && b == 'r':
		return 'm'
	case a == 'v' && b == 'v':
		return 'w'
	case a == 'c' && b == 'l':
		return 'd'
	case a == 'l' && b == 'c':
		return 'k'
	}
	return 0
}

// appendLook appends the looks of s, which is in lower case. Looks are for
// comparing only. Of three letters that can be paired in two ways the last two
// are a pair, for clc is more often ck than dc, and rrn more often rm than mn;
// but no word begins with ck.
func appendLook[T string | []byte](dst []byte, s T) []byte {
	for i := 0; i < len(s); i++ {
		if i+1 < len(s) && paired[s[i]] {
			p := pairLooks(s[i], s[i+1])
			if p != 0 && (i == 0 || i+2 == len(s) || pairLooks(s[i+1], s[i+2]) == 0) {
				dst = append(dst, p)
				i++
				continue
			}
		}
		dst = append(dst, singleLook(s[i]))
	}
	return dst
}

// appendWideLook does the same, but pairs the first two of three letters, and
// takes i and 1 for l before it looks at pairs, so that c1 is a d as well. That
// is too wide to replace the other one: the ic of a name would be a k.
func appendWideLook(dst []byte, s string) []byte {
	stroke := func(c byte) byte {
		if c == 'i' || c == '1' {
			return 'l'
		}
		return c
	}
	for i := 0; i < len(s); i++ {
		if i+1 < len(s) {
			if p := pairLooks(stroke(s[i]), stroke(s[i+1])); p != 0 && p != 'k' {
				dst = append(dst, p)
				i++
				continue
			}
		}
		dst = append(dst, singleLook(s[i]))
	}
	return dst
}

// paired tells of each letter whether a pair may begin with it.
var paired = octets(func(a byte) bool {
	for b := byte('a'); b <= 'z'; b++ {
		if pairLooks(a, b) != 0 {
			return true
		}
	}
	return false
})

func singleLook(c byte) byte { return singleLooks[c] }

// singleLooks holds what each octet looks like.
var singleLooks = func() (table [256]byte) {
	for c := range table {
		table[c] = byte(c)
	}
	for c, look := range asciiLooks {
		if look != 0 {
			table[c] = look
		}
	}
	return table
}()

// looksLike tells whether two labels look the same.
func looksLike(a, b string) bool {
	if a == b {
		return true
	}
	if len(a) > maxLabel || len(b) > maxLabel {
		return false
	}
	var bufA, bufB [maxLabel]byte
	return bytes.Equal(appendLook(bufA[:0], a), appendLook(bufB[:0], b))
}
