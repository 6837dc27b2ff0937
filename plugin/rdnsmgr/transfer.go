package rdnsmgr

import (
	"fmt"

	"github.com/coredns/coredns/plugin"
	"github.com/coredns/coredns/plugin/transfer"

	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/internal/index"
)

var _ transfer.Transferer = (*Handler)(nil)

// Transfer implements transfer.Transferer. The records are made one by one while
// they are sent, all of one snapshot. A secondary that knows our serial, or a
// later one, gets the SOA record alone; there are no incremental transfers.
func (h *Handler) Transfer(zone string, serial uint32) (<-chan []dns.RR, error) {
	s := h.block.Snapshot()
	if s == nil {
		return nil, fmt.Errorf("transfer of zone %q: its data is not loaded yet", zone)
	}
	z := s.Apex(lower(zone))
	if z == nil {
		return nil, transfer.ErrNotAuthoritative
	}
	if err := h.transferable(s, z); err != nil {
		log.Warningf("transfer of zone %q refused: %v", z.Origin, err)
		return nil, h.refusal(z, err)
	}
	if h.transfers.Add(1) > maxTransfers {
		h.transfers.Add(-1)
		return nil, fmt.Errorf("transfer of zone %q: %d transfers are running already", z.Origin, maxTransfers)
	}
	o := &outgoing{snapshot: s, zone: z, to: make(chan []dns.RR)}
	go func() {
		defer h.transfers.Add(-1)
		o.send(serial, h.managed())
	}()
	return o.to, nil
}

// managed reports whether transfers hold what was written, not what is answered.
func (h *Handler) managed() bool {
	t := h.block.Config.Transfer
	return t != nil && t.Managed
}

// transferable returns why a zone cannot be transferred, or nil. A secondary
// that answers otherwise than we do is worse than none.
func (h *Handler) transferable(s *index.Snapshot, z *index.Zone) error {
	if h.managed() {
		return s.Extent(z, false)
	}
	for _, falls := range h.falls {
		if plugin.Zones(h.zones).Matches(falls) == z.Origin || plugin.Name(falls).Matches(z.Origin) {
			return fmt.Errorf("with fallthrough %s other plugins answer for names of the zone, and a transfer does not hold those", falls)
		}
	}
	return s.Extent(z, true)
}

// refusal returns what the transfer plugin is told. As long as nobody else could
// transfer a zone of that name instead, the query comes on to ServeDNS then,
// which says REFUSED and why; else the query fails.
func (h *Handler) refusal(z *index.Zone, err error) error {
	for _, other := range h.server.Handlers() {
		if _, ok := other.(transfer.Transferer); ok && other != plugin.Handler(h) {
			return fmt.Errorf("transfer of zone %q refused: %w", z.Origin, err)
		}
	}
	return transfer.ErrNotAuthoritative
}

// whyNoTransfer returns the reason for the refusal of a transfer, or "" when the
// transfer plugin has nothing to do with it.
func (h *Handler) whyNoTransfer(s *index.Snapshot, a *index.Answer, r *dns.Msg) string {
	qtype := r.Question[0].Qtype
	if qtype != dns.TypeAXFR && qtype != dns.TypeIXFR || a.Kind != index.Apex || h.server.Handler("transfer") == nil {
		return ""
	}
	if err := h.transferable(s, a.Zone); err != nil {
		return err.Error()
	}
	return ""
}
