package policy

import "fmt"

// An ID names a check. Its text stands in configurations, logs and metrics, and
// does not change from one release to the next; its number may.
type ID uint8

// The checks. Those up to ULabel are about syntax: they are all that holds for
// the operator's own names.
const (
	Charset ID = iota
	Length
	Hyphen
	Underscore
	Wildcard
	SingleLabel
	AddressLiteral
	ALabel
	ULabel
	OwnZone
	UnknownTLD
	SpecialUse
	ArpaTarget
	PublicSuffix
	WildcardDNS
	SharedZone
	LocalName
	ProtectedName
	EmbeddedAddress
	CodedAddress
	EmbeddedAddress6
	PrivateQuad
	IdentifierStatus
	MixedScript
	WholeScript
	DigitLookalike
	DangerousPattern
	Confusable
	Typo
	Combosquat
	OtherTLD
	CountryTLD
	EmbeddedName
	SplitName
	NearName
	BareBrand
	ProviderLookalike
	numIDs int = iota
)

// String returns the text of the id.
func (id ID) String() string { return catalogue[id].Name }

// ParseID reads the text of an id.
func ParseID(text string) (ID, error) {
	for i := range catalogue {
		if catalogue[i].Name == text {
			return ID(i), nil
		}
	}
	return 0, fmt.Errorf("check %s: no check has this name", quote(text))
}
