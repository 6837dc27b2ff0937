package diff

import (
	"context"
	"net/netip"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/ask"
)

// A serverSide answers as a server does that runs. It knows no list of what it
// has.
type serverSide struct{ client *ask.Client }

// Server returns the side of a server that runs.
func Server(c *ask.Client) Side { return serverSide{c} }

func (s serverSide) Ask(ctx context.Context, a netip.Addr) (Answer, error) {
	got, err := s.client.PTR(ctx, a)
	answer := Answer{Names: got.Names, TTL: got.TTL}
	if got.Alias != "" {
		answer.Names = []string{alias + got.Alias}
	}
	for _, server := range got.Referral {
		answer.Names = append(answer.Names, referral+server)
	}
	return answer, err
}

func (serverSide) Listed() []netip.Addr  { return nil }
func (serverSide) Pools() []netip.Prefix { return nil }
