package manager

import (
	"github.com/rdnsmgr/rdnsmgr/internal/config"
)

// globals are the lines of a Corefile that stand in one block and hold for all.
// config.Check has made sure that there is one of each at most.
type globals struct {
	confirm     *config.Confirm
	unconfirmed *config.Unconfirmed
	policy      *config.Policy
	owners      []config.Owner
	state       *config.State

	locate      func(string) string // of the policy's files
	locateState func(string) string
}

func findGlobals(blocks []*Block) globals {
	var g globals
	for _, b := range blocks {
		c := b.Config
		if c.Confirm != nil {
			g.confirm = c.Confirm
		}
		if c.Unconfirmed != nil {
			g.unconfirmed = c.Unconfirmed
		}
		if c.Policy != nil {
			g.policy, g.locate = c.Policy, b.locate
		}
		if c.State != nil {
			g.state, g.locateState = c.State, b.locate
		}
		g.owners = append(g.owners, c.Owners...)
	}
	return g
}

// sayWhatIsOff tells the operator what nobody looks after.
func (g *globals) sayWhatIsOff(log Log) {
	if g.confirm == nil {
		log.Infof("confirmation is off: names are served whether they point back or not; to have them checked, write: confirm RESOLVER...")
	}
	if g.policy == nil {
		log.Infof("the look check is off: names are served however they look; to have them checked, write: policy default")
	}
}
