package export

import (
	"encoding/hex"
	"fmt"
	"io"
	"net/netip"
	"strings"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// A Zone is what a zone file holds beside PTR records.
type Zone struct {
	rdns.Zone

	Serial  uint32
	TTL     uint32        // of records that name none
	Records []rdns.Record // static data below the origin; others are left out
}

// Write writes a zone file (RFC 1035, 5) with the items that are in the zone.
// Static records are written in the form of RFC 3597, which every type has.
func (z *Zone) Write(w io.Writer, items []Item) (Lost, error) {
	var lost Lost
	o := out{w: w}
	o.printf("$ORIGIN %s\n$TTL %d\n", z.Origin, z.TTL)
	soa := z.SOA
	o.printf("@ %d IN SOA %s %s %d %d %d %d %d\n", soa.TTL, soa.MName, soa.RName, z.Serial, soa.Refresh, soa.Retry, soa.Expire, soa.Minimum)
	for _, ns := range z.NS {
		o.printf("@ %d IN NS %s\n", z.NSTTL, ns)
	}
	for _, r := range z.Records {
		if relative, ok := z.relative(r.Name); ok {
			o.printf("%s %sIN TYPE%d \\# %d %s\n", relative, ttlWord(r.TTL), r.Type, len(r.Data), hex.EncodeToString(r.Data))
		}
	}
	for i := range items {
		m := &items[i]
		owner, ok := z.relative(arpa.Name(netip.PrefixFrom(m.Addr, m.Addr.BitLen())))
		if !ok {
			lost.Outside++
			continue
		}
		lost.count(m, false)
		o.printf("%s %sIN PTR %s\n", owner, ttlWord(m.TTL), m.Name)
	}
	return lost, o.err
}

func ttlWord(ttl uint32) string {
	if ttl == 0 {
		return ""
	}
	return fmt.Sprintf("%d ", ttl)
}

// relative returns a name of the zone as it is written below its $ORIGIN.
func (z *Zone) relative(name string) (string, bool) {
	if name == z.Origin {
		return "@", true
	}
	return strings.CutSuffix(name, "."+z.Origin)
}
