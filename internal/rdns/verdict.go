package rdns

// A Look is what the look check says of a mapping's name.
type Look uint8

const (
	// Accepted names have nothing wrong with them.
	Accepted Look = iota
	// Warned names are served and reported.
	Warned
	// Excused names would be refused, but a person has accepted them.
	Excused
	// Flagged names were served before a rule came that would refuse them; they
	// stay served until a person decides.
	Flagged
	// Unmatched names are refused until they have been found to point back.
	Unmatched
	// Refused names are not served.
	Refused
)

var lookWords = [...]string{"accepted", "warned", "excused", "flagged", "unmatched", "refused"}

// String returns the word for the look in logs and metrics.
func (l Look) String() string { return lookWords[l] }

// A Confirmation is what forward confirmation says of a mapping.
type Confirmation uint8

const (
	// Unchecked means that confirmation is off.
	Unchecked Confirmation = iota
	// Pending mappings wait for their first match.
	Pending
	// Adopted mappings wait too, but are served until disproved.
	Adopted
	// Active mappings point back.
	Active
	// Suspended mappings were disproved.
	Suspended
)

var confirmationWords = [...]string{"unchecked", "pending", "adopted", "active", "suspended"}

// String returns the word for the confirmation in logs and metrics.
func (c Confirmation) String() string { return confirmationWords[c] }

// A Claim is how a mapping's name relates to the claims of other owners.
type Claim uint8

const (
	// Free means that no other owner wants the name.
	Free Claim = iota
	// Contested means that another owner wants it too, and that nobody's claim is
	// confirmed.
	Contested
	// Taken means that the claim of another owner is confirmed.
	Taken
)

var claimWords = [...]string{"free", "contested", "taken"}

// String returns the word for the claim in logs and metrics.
func (c Claim) String() string { return claimWords[c] }

// A Fate is what becomes of a mapping.
type Fate uint8

const (
	// Served mappings are what DNS answers.
	Served Fate = iota
	// Waiting mappings have not pointed back yet; the generated name is served.
	Waiting
	// Withdrawn mappings do not point back any more.
	Withdrawn
	// Rejected mappings look spoofed.
	Rejected
	// Displaced mappings have a name that another owner holds.
	Displaced
	// Shadowed mappings lost their address to a stronger or an earlier mapping.
	Shadowed
)

var fateWords = [...]string{"served", "waiting", "withdrawn", "rejected", "displaced", "shadowed"}

// String returns the word for the fate in logs and metrics.
func (f Fate) String() string { return fateWords[f] }

// Decide is the one place that says whether a mapping is served, when nothing
// shadows it.
//
//	look                    claim    confirmation                 fate
//	refused                 any      any                          Rejected
//	unmatched               any      active                       Served
//	                        any      suspended                    Withdrawn
//	                        any      others                       Rejected
//	accepted to flagged     taken    active: both addresses are   Served
//	                                 in the forward RRset
//	                        taken    adopted: it goes only when   Served
//	                                 it is disproved
//	                        taken    others                       Displaced
//	                        others   unchecked, adopted, active   Served
//	                        others   pending                      Waiting
//	                        others   suspended                    Withdrawn
//
// A contested name is nobody's yet: each claim has to be confirmed by itself.
func Decide(look Look, confirmation Confirmation, claim Claim) Fate {
	switch {
	case look == Refused:
		return Rejected
	case confirmation == Active:
		return Served
	case look == Unmatched && confirmation != Suspended:
		return Rejected
	case look != Unmatched && claim == Taken && confirmation != Adopted:
		return Displaced
	case confirmation == Pending:
		return Waiting
	case confirmation == Suspended:
		return Withdrawn
	}
	return Served
}

// A State is the fate of a mapping with the look it came from, in one byte.
type State uint8

const fateBits = 3

// NewState returns the State of a look and a fate.
func NewState(look Look, fate Fate) State { return State(look)<<fateBits | State(fate) }

// Look returns the look.
func (s State) Look() Look { return Look(s >> fateBits) }

// Fate returns the fate.
func (s State) Fate() Fate { return Fate(s & (1<<fateBits - 1)) }

// Served reports whether the mapping is what DNS answers.
func (s State) Served() bool { return s.Fate() == Served }

// Young reports whether the mapping may be served soon, so that what is
// answered instead must not be kept for long.
func (s State) Young() bool {
	return s.Fate() == Waiting || s.Fate() == Withdrawn || s.Fate() == Rejected && s.Look() == Unmatched
}
