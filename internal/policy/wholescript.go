package policy

import (
	"strings"
	"unicode/utf8"

	"github.com/rdnsmgr/rdnsmgr/internal/policy/uts39"
)

// A lookalikeScript is a script of which some letters look like Latin ones in
// most fonts, so that words can be written with these alone.
type lookalikeScript struct {
	set     uts39.Set
	letters string // in addition to those whose prototype in UTS 39 is Latin
	tlds    string // where its words are at home, between spaces
}

var lookalikeScripts = [...]lookalikeScript{
	{uts39.Of("Cyrl"), "аысԁеԍһіюјӏорԗԛѕԝхуъьҽпгѵѡԁ", " bg by kg kz me mk mn rs ru su tj ua uz "},
	{uts39.Of("Grek"), "αγεικνορςτυχω", " cy gr "},
	{uts39.Of("Armn"), "ագզէլհյոսւօ", " am "},
	{uts39.Of("Hebr"), "דוחיןס", " il "},
	{uts39.Of("Geor"), "იოყძხჽჿ", " ge "},
	{uts39.Of("Ethi"), "ሀሆሐበቡቦተከዐ", " er et "},
	{uts39.Of("Thai"), "ทนบพรหแ", " th "},
	{uts39.Of("Laoo"), "ຣບພຟ", " la "},
	{uts39.Of("Mymr"), "ခဂငထပဝ", " mm "},
	{uts39.Of("Khmr"), "", " kh "},
	{uts39.Of("Beng"), "", " bd in "}, {uts39.Of("Deva"), "", " in np "},
	{uts39.Of("Gujr"), "", " in "}, {uts39.Of("Guru"), "", " in "},
	{uts39.Of("Knda"), "", " in "}, {uts39.Of("Mlym"), "ടഠരഗ", " in "},
	{uts39.Of("Orya"), "ଠ", " in "}, {uts39.Of("Taml"), "", " in lk "},
	{uts39.Of("Telu"), "", " in "}, {uts39.Of("Sinh"), "", " lk "},
}

// wholeScript reports labels of another script that have only letters which
// look like Latin ones, unless the top-level domain is one where the script is
// at home. No mixture gives them away.
func (j *judge) wholeScript(label string) {
	set := uts39.Resolve(label)
	if set.Empty() || !set.And(scriptLatin).Empty() {
		return
	}
	for i := range lookalikeScripts {
		k := &lookalikeScripts[i]
		if set.And(k.set).Empty() {
			continue
		}
		if k.covers(label) && !j.atHome(k) {
			j.found(WholeScript, "the label "+quote(label)+" looks like "+quote(toLatin(label)))
		}
		return
	}
}

// covers tells whether each letter of the label looks like a Latin one.
func (k *lookalikeScript) covers(label string) bool {
	for _, r := range label {
		if r < utf8.RuneSelf || strings.ContainsRune(k.letters, r) {
			continue
		}
		p := uts39.Prototype(r)
		if p == "" || !every(p, latinLetter) {
			return false
		}
	}
	return true
}

func latinLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// atHome tells whether readers under the top-level domain of the name expect
// letters of the script.
func (j *judge) atHome(k *lookalikeScript) bool {
	last := j.s.n - 1
	if j.s.international(last) {
		return !uts39.Resolve(j.s.unicode[last]).And(k.set).Empty()
	}
	return strings.Contains(k.tlds, " "+j.s.label(last)+" ")
}
