package config

import (
	"errors"
	"net/netip"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// Tokens dispenses the tokens of a directive, beginning with its name.
// *caddyfile.Dispenser and *caddy.Controller are Tokens.
type Tokens interface {
	Next() bool
	Val() string
	File() string
	Line() int
}

const directive = "rdnsmgr"

// Parse reads the rdnsmgr directive of a server block. The keys are those of the
// server block, as CoreDNS hands them over ("dns://2.0.192.in-addr.arpa.:53") or
// as they were written. The error holds all faults of the block, a line for each;
// the Block beside it is what could be read, good only to find further faults.
func Parse(keys []string, tokens Tokens) (*Block, error) {
	p := newParser()
	words := readWords(tokens)
	for _, w := range words {
		p.faults.see(w.pos)
	}
	lines := readTree(words, &p.faults)
	if len(lines) == 0 {
		return nil, errors.Join(p.faults.err(), tokensMissing(tokens))
	}
	p.directive(keys, lines[0])
	p.extra(lines)
	p.check()
	p.faults.nameVariables()
	if err := p.faults.err(); err != nil {
		return p.block, err
	}
	return p.finish(), nil
}

func tokensMissing(tokens Tokens) error {
	pos := rdns.Position{File: tokens.File(), Line: tokens.Line()}
	return pos.Errorf("the directive is missing: write %s { ... }", directive)
}

// A parser collects the values of a block and what else the checks must know.
type parser struct {
	block  *Block
	faults faults
	outer  *table

	zones   *zoneSet
	main    rdns.SOA // of every zone
	servers []word   // of the ns line: the names, normal, with their places
	nsPos   rdns.Position
	soaPos  rdns.Position

	templates  map[string]*hostname.Template // by what was written
	pools      []*pool                       // all whose prefix is right
	nest       *nest
	exceptions []exception
	delegated  map[netip.Prefix]*rdns.Delegation
	mapped     map[rdns.Mapping]rdns.Position // where an inline mapping stands
	statics    []static                       // the owners of inline records
	files      map[string]rdns.Position       // where a file is named, by property and path
	owned      map[netip.Prefix]owned         // by the owner lines
	ownerIndex map[string]int                 // of Block.Owners, by name
}

func newParser() *parser {
	return &parser{
		block:      &Block{TTL: defaultTTL, Negative: defaultNegative, Names: defaultNames},
		zones:      newZoneSet(),
		templates:  make(map[string]*hostname.Template),
		nest:       newNest(),
		delegated:  make(map[netip.Prefix]*rdns.Delegation),
		mapped:     make(map[rdns.Mapping]rdns.Position),
		files:      make(map[string]rdns.Position),
		owned:      make(map[netip.Prefix]owned),
		ownerIndex: make(map[string]int),
	}
}

// directive reads the line of the directive itself.
func (p *parser) directive(keys []string, l line) {
	p.block.Pos = l.pos()
	p.readZones(keys, l)
	p.outer = p.outerTable()
	p.outer.read(l.block)
	p.require("soa", "soa ns1.host.example hostmaster.host.example")
	p.require("ns", "ns ns1.host.example ns2.example.net")
}

// require reports a property that every block needs and this one lacks.
func (p *parser) require(name, example string) {
	if _, ok := p.outer.first[name]; !ok {
		p.faults.add(p.block.Pos, "%s is missing: write, for example, %s", name, example)
	}
}

// extra reports what stands beside the directive. Zones that differ in their
// properties belong in server blocks of their own.
func (p *parser) extra(lines []line) {
	for _, l := range lines[1:] {
		if l.name() == directive {
			p.faults.add(l.pos(), "%s stands already in %s: write it once in a server block", directive, lines[0].pos())
			continue
		}
		p.faults.add(l.pos(), "%q stands outside the block of %s: write it inside the braces", l.name(), directive)
	}
}

// check judges the values together.
func (p *parser) check() {
	p.checkRoots()
	p.checkCover()
	p.checkExceptions()
	p.checkDelegations()
	p.checkMappings()
	p.checkRecords()
	p.checkFallthrough()
	p.checkGlue()
	p.checkForward()
	gs := groupPools(p.pools)
	p.checkOverlap(gs)
	p.checkCollisions(gs)
}

// finish completes the block, which has no faults.
func (p *parser) finish() *Block {
	b := p.block
	soa := p.main
	soa.TTL, soa.Minimum = b.TTL, b.Negative
	ns := texts(p.servers)
	for _, origin := range p.zones.origins {
		b.Zones = append(b.Zones, rdns.Zone{Origin: origin, SOA: soa, NS: ns, NSTTL: b.TTL, Pos: p.nsPos})
	}
	for _, pool := range p.pools {
		b.Pools = append(b.Pools, pool.Pool)
	}
	for _, e := range p.exceptions {
		b.Except = append(b.Except, e.prefix)
	}
	if b.Fallthrough != nil && len(b.Fallthrough.Zones) == 0 {
		b.Fallthrough.Zones = p.zones.origins
	}
	b.Fingerprint = fingerprint(b)
	return b
}

func texts(words []word) []string {
	var s []string
	for _, w := range words {
		s = append(s, w.text)
	}
	return s
}
