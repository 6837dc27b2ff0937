package config

import (
	"path/filepath"
	"strings"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// mappings reads "mappings FILE [{ ... }]".
func (p *parser) mappings(l line) {
	if !p.newFile(l) {
		return
	}
	f := MappingFile{Path: l.args()[0].text, Format: Auto, Pos: l.pos()}
	p.mappingOptions(l, &f)
	p.block.Files = append(p.block.Files, f)
}

// mappingOptions reads the block of a mappings line into f.
func (p *parser) mappingOptions(l line, f *MappingFile) {
	options := map[string]property{
		"format": {form: "format auto, hosts, zone or csv", min: 1, max: 1, once: true, read: func(l line) { f.Format = p.format(l.args()[0]) }},
		"origin": {form: "origin ZONE", min: 1, max: 1, once: true, read: func(l line) { f.Origin = p.origin(l.args()[0]) }},
		"ttl":    {form: "ttl SECONDS", min: 1, max: 1, once: true, read: func(l line) { f.TTL, _ = p.seconds(l.args()[0]) }},
		"owner":  {form: "owner NAME", min: 1, max: 1, once: true, read: func(l line) { f.Owner = p.label(l.args()[0], "owner") }},
		"class":  {form: "class tenant, or class operator", min: 1, max: 1, once: true, read: func(l line) { f.Class = p.class(l.args()[0]) }},
		"accept": {form: "accept HASH", min: 1, max: 1, once: true, read: func(l line) { f.Accept = p.hash(l.args()[0]) }},
	}
	p.innerTable(options).read(l.block)
}

// origin reads the zone whose file it is.
func (p *parser) origin(w word) string {
	name, err := legalName(w.text)
	if err != nil {
		p.faults.add(w.pos, "origin: %w", err)
	}
	return name
}

func (p *parser) format(w word) Format {
	format, _ := p.choice(w, "format", string(Auto), string(Hosts), string(Zone), string(CSV))
	return Format(format)
}

func (p *parser) class(w word) rdns.Class {
	if word, _ := p.choice(w, "class", rdns.Tenant.String(), rdns.Operator.String()); word == rdns.Operator.String() {
		return rdns.Operator
	}
	return rdns.Tenant
}

// hash reads the first digits of a content hash.
func (p *parser) hash(w word) string {
	digits := strings.ToLower(w.text)
	if len(digits) < minHash || len(digits) > maxHash || strings.Trim(digits, "0123456789abcdef") != "" {
		p.faults.add(w.pos, "accept %.80q: want from %d to %d hexadecimal digits, as in the message that the change is held", w.text, minHash, maxHash)
	}
	return digits
}

// records reads "records FILE".
func (p *parser) records(l line) {
	if p.newFile(l) {
		p.block.RecordFiles = append(p.block.RecordFiles, RecordFile{Path: l.args()[0].text, Pos: l.pos()})
	}
}

// newFile tells whether the file of a line has no line of the same property
// already. A file that is read twice claims everything twice.
func (p *parser) newFile(l line) bool {
	w := l.args()[0]
	key := l.name() + " " + filepath.Clean(w.text)
	if first, ok := p.files[key]; ok {
		p.faults.add(w.pos, "%s: the file %q is read already in %s: remove one", l.name(), w.text, first)
		return false
	}
	p.files[key] = l.pos()
	return true
}
