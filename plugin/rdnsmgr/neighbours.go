package rdnsmgr

import (
	"reflect"

	"github.com/coredns/coredns/plugin"

	"github.com/rdnsmgr/rdnsmgr/internal/config"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// checkNeighbours refuses what cannot work beside the other plugins of the
// server block. The chain is complete when it is called.
func (h *Handler) checkNeighbours(block *config.Block) error {
	var faults rdns.Faults
	if f := block.Fallthrough; f != nil && h.Next == nil {
		faults.Addf(f.Pos, "fallthrough: no plugin stands behind rdnsmgr in this server block, so that every name without data would end in SERVFAIL: drop the line, or add the plugin that knows those names, such as file, hosts or forward")
	}
	if t := block.Transfer; t != nil && h.server.Handler("transfer") == nil {
		faults.Addf(t.Pos, "transfer: no transfer plugin stands in this server block, so that nobody can transfer a zone: add it, such as transfer { to ADDRESS }, or drop the line")
	}
	if zone := signedZone(h.server.Handler("dnssec"), block.Zones); zone != "" {
		faults.Addf(block.Pos, "the dnssec plugin signs our zone %q: its denial of existence leaves PTR out of the types that exist, so that validating caches may deny PTR records that are there: drop dnssec from this server block, and sign on a secondary", zone)
	}
	return faults.Err()
}

// signedZone returns a zone of ours that the dnssec plugin signs, or "". That
// plugin does not tell its zones, so they are read by reflection; when it has
// changed its form, all zones count.
func signedZone(dnssec plugin.Handler, zones []rdns.Zone) string {
	if dnssec == nil {
		return ""
	}
	signed, known := signedZones(dnssec)
	for _, z := range zones {
		if !known || signed.Matches(z.Origin) != "" {
			return z.Origin
		}
	}
	return ""
}

func signedZones(dnssec plugin.Handler) (zones plugin.Zones, known bool) {
	v := reflect.Indirect(reflect.ValueOf(dnssec))
	if v.Kind() != reflect.Struct {
		return nil, false
	}
	list := v.FieldByName("zones")
	if !list.IsValid() || list.Kind() != reflect.Slice || list.Type().Elem().Kind() != reflect.String {
		return nil, false
	}
	for i := range list.Len() {
		zones = append(zones, list.Index(i).String())
	}
	return zones, true
}
