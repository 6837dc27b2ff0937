package config

// checkForward sees to it that the generated names of every pool with forward
// data are ours to answer, and that each has one address. Names in no zone of
// ours, or in a zone below, would be answered by somebody else.
func (p *parser) checkForward() {
	var before *pool
	for _, pool := range p.pools {
		if !pool.generates() {
			continue
		}
		if err := pool.Pattern.Injective(); err != nil {
			p.faults.add(pool.Pos, "%w; or write forward off", err)
		}
		if before == nil || before.Pos != pool.Pos { // once for each line
			p.checkForwardZone(pool)
		}
		before = pool
	}
}

// checkForwardZone judges the end of the template of pool.
func (p *parser) checkForwardZone(pool *pool) {
	if p.zones.unknown {
		return
	}
	suffix := pool.Pattern.Suffix()
	if _, ok := p.zones.of(suffix); !ok {
		p.faults.add(pool.Pos, "pool: the names of %q are in none of our zones: add a zone such as %s, or write forward off", pool.Pattern.Template(), suffix)
	}
}

// generates tells whether the pool has names that resolve forwards.
func (p *pool) generates() bool { return p.Forward && p.Pattern != nil }
