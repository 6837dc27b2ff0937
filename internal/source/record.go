package source

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// recordTypes are the types that a static record can have: what the apex of a
// zone for generated names needs, and the addresses of its name servers.
var recordTypes = []string{"A", "AAAA", "CAA", "MX", "NS", "PTR", "TXT"}

// ParseRecord reads one static record, NAME [TTL] TYPE DATA..., from words
// whose quotes have been removed already, as the lexer of a Corefile does: a
// word of a TXT record is one string, whatever characters it has. Names
// without a final dot are absolute all the same.
func ParseRecord(fields []string, pos rdns.Position) (rdns.Record, error) {
	r, err := parseFields(fields)
	if err != nil {
		return rdns.Record{}, pos.Errorf("record: %w", err)
	}
	r.Pos = pos
	return r, nil
}

func parseFields(fields []string) (rdns.Record, error) {
	if len(fields) < 3 {
		return rdns.Record{}, errors.New("want NAME [TTL] TYPE DATA, such as ns1.example.net A 192.0.2.53")
	}
	if err := checkWord("owner", fields[0]); err != nil {
		return rdns.Record{}, err
	}
	m := master{carried: carried{origin: "."}}
	st := statement{words: fields, text: strings.Join(fields, " ")}
	h, err := m.head(st)
	if err != nil {
		return rdns.Record{}, err
	}
	if h.data, err = requote(h); err != nil {
		return rdns.Record{}, err
	}
	return m.record(h)
}

// record turns a record of the file into one that we serve.
func (m *master) record(h head) (rdns.Record, error) {
	if !slices.Contains(recordTypes, h.kind) {
		return rdns.Record{}, fmt.Errorf("type %s: want %s", quote(h.kind), strings.Join(recordTypes, ", "))
	}
	name, err := recordOwner(h)
	if err != nil {
		return rdns.Record{}, err
	}
	ttl, err := m.ttlOf(h)
	if err != nil {
		return rdns.Record{}, err
	}
	rr, err := m.read(h, h.owner)
	if err != nil {
		return rdns.Record{}, fmt.Errorf("%s data %s: %w; want %s", h.kind, quote(strings.Join(h.data, " ")), err, wanted(h.kind))
	}
	if rr.Header().Class != dns.ClassINET {
		return rdns.Record{}, fmt.Errorf("class %s: want IN", quote(h.class))
	}
	if err := checkData(rr, h.data); err != nil {
		return rdns.Record{}, err
	}
	data, err := pack(rr)
	return rdns.Record{Name: name, Type: rr.Header().Rrtype, TTL: ttl, Data: data}, err
}

// recordOwner returns the owner in the one spelling that the index knows: an
// escape that is not needed is undone, letters are lowered.
func recordOwner(h head) (string, error) {
	wire := make([]byte, 255)
	if _, err := dns.PackDomainName(h.owner, wire, 0, nil, false); h.owner == "" || err != nil {
		return "", h.errOwner()
	}
	name, _, err := dns.UnpackDomainName(wire, 0)
	if err != nil {
		return "", fmt.Errorf("owner %s: %w", quote(h.owner), err)
	}
	if name == "." {
		return "", fmt.Errorf("owner %s is the root: write the name out", quote(h.word))
	}
	if name == "*" || strings.HasPrefix(name, "*.") {
		return "", fmt.Errorf("owner %s is a wildcard, which would hide generated names: write each name out", quote(name))
	}
	if strings.ContainsRune(name, '\\') {
		return "", fmt.Errorf("owner %s has a character that needs an escape, which no name of ours has: use letters, digits, hyphens and underscores", quote(name))
	}
	return lowerName(name), nil
}

// pack returns the data of a record in wire format, with no name compressed.
func pack(rr dns.RR) ([]byte, error) {
	rr = dns.Copy(rr)
	rr.Header().Name = "."
	const header = 1 + 10 // the root as owner; type, class, TTL and length (RFC 1035, 3.2.1)
	wire := make([]byte, header+dns.Len(rr))
	end, err := dns.PackRR(rr, wire, 0, nil, false)
	if err != nil {
		return nil, fmt.Errorf("data of the %s record: %w", dns.Type(rr.Header().Rrtype), err)
	}
	return slices.Clone(wire[header:end]), nil
}
