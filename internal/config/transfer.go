package config

import "github.com/rdnsmgr/rdnsmgr/internal/rdns"

// Transfer says what a zone transfer holds.
type Transfer struct {
	// Managed transfers hold what was written, generated names left out, and all
	// mappings whether they are served or not. Others hold what is answered.
	Managed bool
	Pos     rdns.Position
}

// transfer reads "transfer expanded" and "transfer managed".
func (p *parser) transfer(l line) {
	if form, ok := p.choice(l.args()[0], "transfer", "expanded", "managed"); ok {
		p.block.Transfer = &Transfer{Managed: form == "managed", Pos: l.pos()}
	}
}
