package reputation

import (
	"regexp"
	"strings"
)

// A Trap is a family of rules that a name falls into.
type Trap struct {
	Family string // in which filter, by the name that it reports
	Why    string // what the rule looks for, and finds here
}

// A rule is a family with the shape of the names that it is for, in lower case.
type rule struct {
	family string
	why    string
	shape  *regexp.Regexp
}

// SpamAssassin takes a name for dynamic by any of these, unless it says that it
// is static. See rules/20_dynrdns.cf there.
var spamAssassin = []rule{
	{"SpamAssassin RDNS_DYNAMIC (IPADDR)", "four numbers, one character between each, in front of a domain",
		regexp.MustCompile(`\d[^\d]\d+[^\d]\d+[^\d]\d+.*\..+\..`)},
	{"SpamAssassin RDNS_DYNAMIC (SPLIT_IP)", "a label that is a number, and three numbers behind it",
		regexp.MustCompile(`^\d+\..+[^\d]\d+[^\d]\d+[^\d]`)},
	{"SpamAssassin RDNS_DYNAMIC (HEXIP)", "an address in hexadecimal behind 0x",
		regexp.MustCompile(`^0x[0-9a-f]{8}\.`)},
	{"SpamAssassin RDNS_DYNAMIC (DHCP)", "a word for a kind of access, and two numbers behind it",
		regexp.MustCompile(`(?:cm|catv|docsis|cable|dsl|dhcp|cpe|node).*\d[^\d]+\d`)},
	{"SpamAssassin RDNS_DYNAMIC (HCC)", "two numbers, and a label for a kind of access behind them",
		regexp.MustCompile(`\d[^\d]+\d.*\.(?:docsis|cable|a?dsl|dhcp|cpe)\.`)},
	{"SpamAssassin RDNS_DYNAMIC (INDICATOR_DYN)", "the word dyn or dynamic",
		regexp.MustCompile(`.[-.]dyn(?:amic)?[-.\d]`)},
	{"SpamAssassin RDNS_DYNAMIC (INDICATOR_RES)", "the word res, resnet or client",
		regexp.MustCompile(`.[-.](?:res|resnet|client)[-.]`)},
	{"SpamAssassin RDNS_DYNAMIC (INDICATOR_TYPE2)", "the word docsis, dhcp, cpe or catv",
		regexp.MustCompile(`.[-.](?:docsis|dhcp|cpe|catv)[-.]`)},
	{"SpamAssassin RDNS_DYNAMIC (SPACELAN)", "a letter with a number, and another number behind a hyphen",
		regexp.MustCompile(`.-[a-z]\d+-\d+\.`)},
}

// static is what spares a name all of these.
var static = regexp.MustCompile(`fix|static`)

// The words that rspamd's hfilter weighs, by weight: a word between dots or
// hyphens, before a digit behind one, or right behind a digit. The weight is the
// end of the symbol that it reports. See src/plugins/lua/hfilter.lua there.
var hfilterWords = map[byte][]string{
	'5': {
		"gprs", "cdma", "homeuser", "dhcp", "catv", "wifi", "dialup", "dial-up", "dynamic", "dyn", "dynip",
		"broadband", "broad", "bredband", "nat", "pptp", "pppoe", "ppp", "modem", "cablemodem", "dsl-dynamic",
	},
	'4': {"dsl", "adsl", "xdsl", "in-addr", "inaddr", "pool"},
	'3': {"unused-addr", "cable", "kabel"},
	'2': {"host"},
	'1': {"client", "clients", "customer", "customers", "user", "peer"},
}

// Traps returns the families of rules that a name falls into, in which case and
// with or without a final dot it may stand. Nil is good news.
func Traps(name string) []Trap {
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	var traps []Trap
	if !static.MatchString(name) {
		for _, r := range spamAssassin {
			if r.shape.MatchString(name) {
				traps = append(traps, Trap{r.family, r.why})
			}
		}
	}
	return append(traps, hfilter(name)...)
}

// hfilter returns the heaviest trap of rspamd: no other one counts.
func hfilter(name string) []Trap {
	for weight := byte('5'); weight > '0'; weight-- {
		for _, word := range hfilterWords[weight] {
			if stands(word, name) {
				return []Trap{{"rspamd HFILTER_HOSTNAME_" + string(weight), "the word " + word + ", alone or beside a number"}}
			}
		}
	}
	return nil
}

// stands tells whether the word stands in the name in one of the ways that
// rspamd looks for.
func stands(word, name string) bool {
	for at := 0; ; at++ {
		next := strings.Index(name[at:], word)
		if next < 0 {
			return false
		}
		at += next
		before, after := name[:at], name[at+len(word):]
		separated := endsIn(before, isSeparator) && beginsWith(after, isSeparator)
		numbered := beginsWith(after, isSeparator) && beginsWith(after[1:], isDigit)
		behind := endsIn(before, isDigit) || endsIn(before, isSeparator) && endsIn(before[:at-1], isDigit)
		if separated || numbered || behind {
			return true
		}
	}
}

func endsIn(s string, is func(byte) bool) bool     { return s != "" && is(s[len(s)-1]) }
func beginsWith(s string, is func(byte) bool) bool { return s != "" && is(s[0]) }
func isDigit(c byte) bool                          { return '0' <= c && c <= '9' }
func isSeparator(c byte) bool                      { return c == '.' || c == '-' }
