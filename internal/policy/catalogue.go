package policy

import "slices"

// An Entry describes a check, for documentation and for those who are told that
// their name was refused.
type Entry struct {
	ID      ID
	Name    string   // the text of the id
	Number  string   // its number in the design documents
	Default Severity // at LevelDefault
	Lenient Severity // at LevelLenient
	Fixed   bool     // cannot be turned off
	Allowed bool     // skipped by an allow entry
	Known   bool     // skipped for names on the known list
	Explain string   // what is wrong, one sentence for a customer
	Remedy  string   // how to get a name that is served
}

// Catalogue returns all checks, in the order of their ids.
func Catalogue() []Entry { return slices.Clone(catalogue[:]) }

// at returns the severity of the check at level l.
func (e *Entry) at(l Level) Severity {
	switch {
	case e.Fixed:
		return e.Default
	case l == LevelOff:
		return Off
	case l == LevelObserve:
		return min(e.Default, Warn)
	case l == LevelLenient:
		return e.Lenient
	case l == LevelStrict && e.Default == Warn:
		return Reject
	}
	return e.Default
}

const (
	askOperator = "Choose a name that is your own, or ask the operator to allow this one for your addresses."
	ownName     = "Choose a name below a domain of your own."
)

var catalogue = complete([numIDs]Entry{
	Charset: {Name: "charset", Number: "S1", Fixed: true,
		Explain: "A host name consists of letters, digits and hyphens, separated by dots.",
		Remedy:  "Remove the other characters; write an international name in its xn-- form."},
	Length: {Name: "length", Number: "S2", Fixed: true,
		Explain: "A name has at most 253 characters, each label from 1 to 63.",
		Remedy:  "Shorten the name, or remove the empty label."},
	Hyphen: {Name: "hyphen", Number: "S3", Fixed: true,
		Explain: "No label of a host name begins or ends with a hyphen.",
		Remedy:  "Remove the hyphen at the end of the label."},
	Underscore: {Name: "underscore", Number: "S4", Fixed: true,
		Explain: "Underscores are for service records; host names have none.",
		Remedy:  "Replace the underscore with a hyphen."},
	Wildcard: {Name: "wildcard", Number: "S4", Fixed: true,
		Explain: "A pointer names one host, and a wildcard is none.",
		Remedy:  "Write the name of the host in full."},
	SingleLabel: {Name: "single-label", Number: "S5", Fixed: true,
		Explain: "A name of one label means something else on every network.",
		Remedy:  "Write the name in full, with its domain."},
	AddressLiteral: {Name: "address-literal", Number: "S6", Fixed: true,
		Explain: "The name is an address, or can be read as one.",
		Remedy:  "Use a name that ends in a domain."},
	ALabel: {Name: "a-label", Number: "S7", Fixed: true,
		Explain: "A label that begins with xn-- is not the encoding of a valid international label.",
		Remedy:  "Encode the label according to IDNA 2008, or use letters from a to z."},
	ULabel: {Name: "u-label", Number: "I6", Fixed: true,
		Explain: "International names are stored in their xn-- form only.",
		Remedy:  "Write the label in its xn-- form."},
	OwnZone: {Name: "own-zone", Number: "P1", Fixed: true,
		Explain: "Names in the provider's own zone belong to the provider and to other addresses.",
		Remedy:  "Leave the name out to get the generated one, or use a name below a domain of your own."},
	UnknownTLD: {Name: "unknown-tld", Number: "N1", Default: Reject, Lenient: Reject,
		Explain: "The name ends in a top-level domain that does not exist, as far as this list knows.",
		Remedy:  "Correct the ending; a name that resolves to the address is accepted all the same."},
	SpecialUse: {Name: "special-use", Number: "N2", Default: Reject, Lenient: Reject,
		Explain: "The name ends in a domain that is reserved and does not exist in public.",
		Remedy:  ownName},
	ArpaTarget: {Name: "arpa-target", Number: "N3", Default: Reject, Lenient: Reject,
		Explain: "The name lies in the reverse tree itself; often a final dot was forgotten and the origin appended.",
		Remedy:  "End the name with a dot, or write the host name in full."},
	PublicSuffix: {Name: "public-suffix", Number: "N4", Default: Reject, Lenient: Reject,
		Explain: "The name is one that domains are registered below, and no host.",
		Remedy:  ownName},
	WildcardDNS: {Name: "wildcard-dns", Number: "N5", Default: Reject, Lenient: Reject,
		Explain: "Names below this service point wherever they say, so they prove nothing.",
		Remedy:  ownName},
	SharedZone: {Name: "shared-zone", Number: "N6", Default: Warn, Lenient: Warn, Allowed: true,
		Explain: "Names below this domain are given to anybody.",
		Remedy:  "A name below a domain of your own says more about you."},
	LocalName: {Name: "local-name", Number: "N7", Default: Warn, Lenient: Warn, Allowed: true,
		Explain: "The name begins like one that means something only on a local network.",
		Remedy:  "Rename the first label."},
	ProtectedName: {Name: "protected-name", Number: "B1", Default: Reject, Lenient: Reject, Allowed: true,
		Explain: "The name belongs to an organisation whose names are protected here.",
		Remedy:  "If the name is yours, ask the operator to allow it for your addresses."},
	EmbeddedAddress: {Name: "embedded-address", Number: "E1", Default: Reject, Lenient: Reject, Allowed: true,
		Explain: "The name contains an address other than the one it is for.",
		Remedy:  "Remove the address, or write the right one."},
	CodedAddress: {Name: "coded-address", Number: "E2", Default: Reject, Lenient: Reject, Allowed: true,
		Explain: "The name contains another address, written as one number.",
		Remedy:  "Remove the number, or write the right address."},
	EmbeddedAddress6: {Name: "embedded-address6", Number: "E3", Default: Reject, Lenient: Reject, Allowed: true,
		Explain: "The name contains an IPv6 address other than the one it is for.",
		Remedy:  "Remove the address, or write the right one."},
	PrivateQuad: {Name: "private-quad", Number: "E4", Default: Warn, Lenient: Warn, Allowed: true,
		Explain: "The name contains an address of a private network.",
		Remedy:  "Remove the address."},
	IdentifierStatus: {Name: "identifier-status", Number: "I1", Default: Reject, Lenient: Reject, Allowed: true,
		Explain: "A label contains a character that names in everyday use do not have.",
		Remedy:  "Use the ordinary letters of one language."},
	MixedScript: {Name: "mixed-script", Number: "I2", Default: Reject, Lenient: Reject, Allowed: true,
		Explain: "A label mixes the letters of several scripts.",
		Remedy:  "Use the letters of one script."},
	WholeScript: {Name: "whole-script", Number: "I3", Default: Reject, Lenient: Reject, Allowed: true,
		Explain: "A label of another script consists of nothing but letters that look like Latin ones.",
		Remedy:  "Use Latin letters, or a top-level domain of the script."},
	DigitLookalike: {Name: "digit-lookalike", Number: "I4", Default: Reject, Lenient: Reject, Allowed: true,
		Explain: "A label mixes different kinds of digits, or has letters that pass for digits.",
		Remedy:  "Use the digits 0 to 9."},
	DangerousPattern: {Name: "dangerous-pattern", Number: "I5", Default: Reject, Lenient: Reject, Allowed: true,
		Explain: "A label has a character in a place where it is misread or cannot be seen.",
		Remedy:  "Write the label without the character."},
	Confusable: {Name: "confusable", Number: "B2", Default: Reject, Lenient: Reject, Allowed: true, Known: true,
		Explain: "The name looks the same as a protected one.",
		Remedy:  askOperator},
	Typo: {Name: "typo", Number: "B3", Default: Reject, Lenient: Warn, Allowed: true, Known: true,
		Explain: "The name differs from a protected one by a single letter.",
		Remedy:  askOperator},
	Combosquat: {Name: "combosquat", Number: "B4", Default: Reject, Lenient: Warn, Allowed: true, Known: true,
		Explain: "The name adds a word such as login or support to a protected one.",
		Remedy:  askOperator},
	OtherTLD: {Name: "other-tld", Number: "B5", Default: Reject, Lenient: Warn, Allowed: true, Known: true,
		Explain: "The name is a protected one under another top-level domain.",
		Remedy:  askOperator},
	CountryTLD: {Name: "country-tld", Number: "B5", Default: Warn, Lenient: Warn, Allowed: true, Known: true,
		Explain: "The name is a protected one under the top-level domain of a country.",
		Remedy:  askOperator},
	EmbeddedName: {Name: "embedded-name", Number: "B6", Default: Reject, Lenient: Reject, Allowed: true,
		Explain: "The name begins with a protected one, but ends in another domain.",
		Remedy:  askOperator},
	SplitName: {Name: "split-name", Number: "B7", Default: Reject, Lenient: Warn, Allowed: true,
		Explain: "Without one of its dots the name is a protected one.",
		Remedy:  askOperator},
	NearName: {Name: "near-name", Number: "B8", Default: Warn, Lenient: Warn, Allowed: true, Known: true,
		Explain: "The name is near a protected one.",
		Remedy:  askOperator},
	BareBrand: {Name: "bare-brand", Number: "B9", Default: Warn, Lenient: Warn, Allowed: true,
		Explain: "A label has the name of a protected domain, alone or with a word such as login, below another domain.",
		Remedy:  "Rename the label if it does not mean what it seems to."},
	ProviderLookalike: {Name: "provider-lookalike", Number: "P2", Default: Reject, Lenient: Reject, Allowed: true,
		Explain: "The name passes for one in the provider's own zone.",
		Remedy:  ownName},
})

// complete fills in what follows from the rest.
func complete(entries [numIDs]Entry) [numIDs]Entry {
	for i := range entries {
		e := &entries[i]
		e.ID = ID(i)
		if e.Fixed {
			e.Default, e.Lenient = Reject, Reject
		}
	}
	return entries
}
