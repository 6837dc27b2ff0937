package rdnsmgr

import "github.com/coredns/coredns/plugin/ready"

var _ ready.Readiness = (*Handler)(nil)

// Ready implements ready.Readiness: true once there is data to answer from. It
// does not wait for anything that may never come.
func (h *Handler) Ready() bool { return h.block != nil && h.block.Snapshot() != nil }
