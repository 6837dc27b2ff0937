package lint

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// A Level says how bad a finding is.
type Level string

// The levels.
const (
	Error   Level = "error"   // the server would not start with it
	Warning Level = "warning" // something is not served, or not as it seems
	Note    Level = "note"    // good to know
)

// The rules. Their names are stable.
const (
	RuleConfig     = "config"      // the Corefile is wrong, or a file that it names cannot be used
	RuleLine       = "bad-line"    // a line of a mapping file is no mapping
	RuleDuplicate  = "duplicate"   // an address has the name already
	RuleOtherType  = "other-type"  // records of a zone file that are no PTR
	RuleOutside    = "outside"     // the address of a mapping is in none of our zones
	RuleDelegated  = "delegated"   // or is delegated away
	RuleShadowed   = "shadowed"    // another mapping has the address
	RuleDisplaced  = "displaced"   // another owner has the name
	RuleLook       = "look"        // the look check objects to a name
	RuleNoForward  = "no-forward"  // generated names are answered by somebody else, or by nobody
	RuleMail       = "mail"        // generated names look dynamic to mail receivers
	RuleFewServers = "one-server"  // a zone has a single name server
	RuleNoState    = "no-state"    // nothing survives a restart
	RuleServer     = "name-server" // a name server has no address (only with the network)
	RuleDelegation = "delegation"  // the parent does not delegate to us (only with the network)
	RuleUnanswered = "unanswered"  // resolvers did not answer (only with the network)
)

// maxFindings is how many findings are kept; the others are counted.
const maxFindings = 10_000

// A Finding is one thing that is wrong. Its JSON is documented in the manual.
type Finding struct {
	File  string `json:"file"`
	Line  int    `json:"line"`
	Level Level  `json:"level"`
	Rule  string `json:"rule"`
	Text  string `json:"text"`
}

// A Report is all that was found. Its JSON is documented in the manual.
type Report struct {
	Version  int       `json:"version"`
	Usable   bool      `json:"usable"` // the server would start with it
	Findings []Finding `json:"findings"`
	More     int       `json:"more"` // findings that are not in the list
}

// Count returns how many findings of the level are listed.
func (r *Report) Count(l Level) int {
	n := 0
	for i := range r.Findings {
		if r.Findings[i].Level == l {
			n++
		}
	}
	return n
}

func (r *Report) add(l Level, rule string, pos rdns.Position, text string) {
	if len(r.Findings) >= maxFindings {
		r.More++
		return
	}
	r.Findings = append(r.Findings, Finding{pos.File, pos.Line, l, rule, text})
}

// addf words a finding that is no error.
func (r *Report) addf(l Level, rule string, pos rdns.Position, format string, args ...any) {
	r.add(l, rule, pos, fmt.Sprintf(format, args...))
}

// sort puts the findings in the order of files and lines, files in the order in
// which they were first named.
func (r *Report) sort() {
	order := make(map[string]int)
	for _, f := range r.Findings {
		if _, ok := order[f.File]; !ok {
			order[f.File] = len(order)
		}
	}
	slices.SortStableFunc(r.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(order[a.File], order[b.File]), cmp.Compare(a.Line, b.Line))
	})
}
