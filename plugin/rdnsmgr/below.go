package rdnsmgr

import (
	"strings"

	"github.com/coredns/coredns/plugin"

	"github.com/miekg/dns"
)

// The server hands a DS query to the block with the shortest zone that it lies
// in, because DS records stand in the parent. When the parent zone is in one
// block of ours and the child in another, names below the child's apex come to
// the wrong one. What is below knows better.

// A below is a zone of another block inside a zone of ours.
type below struct {
	zone    string
	handler *Handler
}

// joinBelow finds the zones of other blocks inside ours.
func (h *Handler) joinBelow(all []*Handler) {
	for _, other := range all {
		for _, zone := range other.zones {
			if other != h && plugin.Zones(h.zones).Matches(parent(zone)) != "" {
				h.below = append(h.below, below{zone, other})
			}
		}
	}
}

// deeper returns the handler that a DS query belongs to, or nil when it is ours.
// At the apex of the child it is.
func (h *Handler) deeper(q *dns.Question) *Handler {
	if q.Qtype != dns.TypeDS || len(h.below) == 0 {
		return nil
	}
	qname, longest := lower(q.Name), below{}
	for _, b := range h.below {
		if strings.HasSuffix(qname, "."+b.zone) && len(b.zone) > len(longest.zone) {
			longest = b
		}
	}
	if len(longest.zone) < len(plugin.Zones(h.zones).Matches(qname)) {
		return nil
	}
	return longest.handler
}

func parent(zone string) string {
	_, above, _ := strings.Cut(zone, ".")
	return above
}
