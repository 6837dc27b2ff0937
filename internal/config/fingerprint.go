package config

import (
	"crypto/sha256"
	"fmt"
)

// fingerprint returns a hash of everything in b that can be seen in an answer, if
// the mappings are the same and in the same states. What confirm, unconfirmed,
// policy and owner say is left out: it is seen only as the state of a mapping,
// which whoever keeps the states compares. Strings are quoted, so that no two blocks that differ hash the same text.
func fingerprint(b *Block) [sha256.Size]byte {
	text := fmt.Appendln(nil, "ttl", b.TTL, b.Negative, "names", b.Names)
	for _, z := range b.Zones {
		text = fmt.Appendf(text, "zone %q %q %q %d\n", z.Origin, z.NS, fmt.Sprint(z.SOA), z.NSTTL)
	}
	text = appendPools(text, b)
	text = appendDelegations(text, b)
	text = appendSources(text, b)
	if b.Transfer != nil && b.Transfer.Managed {
		text = append(text, "transfer managed\n"...)
	}
	if b.Fallthrough != nil {
		text = fmt.Appendf(text, "fallthrough %q\n", b.Fallthrough.Zones)
	}
	return sha256.Sum256(text)
}

// appendPools appends what is generated. The names of pools are seen in metrics
// only.
func appendPools(text []byte, b *Block) []byte {
	for _, p := range b.Pools {
		text = fmt.Appendf(text, "pool %s %q %d %t\n", p.Prefix, p.Pattern.Template(), p.TTL, p.Forward)
	}
	for _, p := range b.Except {
		text = fmt.Appendf(text, "except %s\n", p)
	}
	return text
}

// appendDelegations appends what others serve.
func appendDelegations(text []byte, b *Block) []byte {
	for _, d := range b.Delegations {
		text = fmt.Appendf(text, "delegate %s %q %x %q %d", d.Prefix, d.Servers, d.DS, d.Label, d.TTL)
		if d.Target != nil {
			text = fmt.Appendf(text, " cname %q", d.Target.Template())
		}
		text = append(text, '\n')
	}
	for _, r := range b.Glue {
		text = fmt.Appendf(text, "glue %q %x\n", r.Name, r.Data)
	}
	return text
}

// appendSources appends what is explicit. The contents of files are not known
// here. A hash that accepts a change of theirs is no part of an answer, and
// neither is the owner of a mapping.
func appendSources(text []byte, b *Block) []byte {
	for _, m := range b.Mappings {
		text = fmt.Appendf(text, "ptr %s %q %d\n", m.Addr, m.Name, m.TTL)
	}
	for _, f := range b.Files {
		text = fmt.Appendf(text, "mappings %q %s %q %d %s\n", f.Path, f.Format, f.Origin, f.TTL, f.Class)
	}
	for _, r := range b.Records {
		text = fmt.Appendf(text, "record %q\n", r.Fields)
	}
	for _, r := range b.RecordFiles {
		text = fmt.Appendf(text, "records %q\n", r.Path)
	}
	return text
}
