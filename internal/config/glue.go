package config

// checkGlue sees to it that name servers in our zones have addresses there. With
// glue from the parent and NXDOMAIN from us, strict resolvers call every answer
// of all zones with that name server a failure. Files of records are read later,
// so with one of them nothing is known yet.
func (p *parser) checkGlue() {
	if len(p.block.RecordFiles) > 0 || p.zones.unknown {
		return
	}
	addressed := make(map[string]bool)
	for _, r := range p.statics {
		if r.kind == "A" || r.kind == "AAAA" {
			addressed[r.name] = true
		}
	}
	for _, server := range p.nameServers() {
		origin, ours := p.zones.of(server.text)
		if ours && !addressed[server.text] {
			addressed[server.text] = true // once for each name
			p.faults.add(server.pos, "name server %q is inside our zone %q and has no address there, so that resolvers fail: add a line such as: record %s A ADDRESS", server.text, origin, server.text)
		}
	}
}

// nameServers returns the names of the ns line and the primary of the soa line.
func (p *parser) nameServers() []word {
	names := append([]word(nil), p.servers...)
	if p.main.MName != "" {
		names = append(names, word{text: p.main.MName, pos: p.soaPos})
	}
	return names
}
