package control

import (
	"net/http"
	"net/netip"
	"slices"
)

// A selection names mappings by their address, or by the name that they want.
type selection struct {
	Address string `json:"address,omitempty"`
	Name    string `json:"name,omitempty"`
}

// addresses returns the addresses that are meant: the one, or those with a
// mapping to the name.
func (s *server) addresses(sel selection) ([]netip.Addr, error) {
	switch {
	case (sel.Address == "") == (sel.Name == ""):
		return nil, wrongf("want an address or a name, and not both")
	case sel.Address != "":
		a, err := address(sel.Address)
		return []netip.Addr{a}, err
	}
	n, err := name(sel.Name)
	if err != nil {
		return nil, err
	}
	var found []netip.Addr
	for d := range s.manager.InOrder(netip.Addr{}) {
		if d.Name == n && !slices.Contains(found, d.Addr) {
			found = append(found, d.Addr)
		}
		if len(found) == maxAddresses {
			break
		}
	}
	if len(found) == 0 {
		return nil, wrongf("no mapping has the name %q", n)
	}
	return found, nil
}

// recheck has mappings asked about soon.
func (s *server) recheck(r *http.Request) (any, error) {
	var sel selection
	if err := read(r, &sel); err != nil {
		return nil, err
	}
	addrs, err := s.addresses(sel)
	if err != nil {
		return nil, err
	}
	n := 0
	for _, a := range addrs {
		for d := range s.manager.At(a) {
			if s.manager.Recheck(&d) {
				n++
			}
		}
	}
	if n == 0 {
		return nil, wrongf("confirmation looks after no mapping that this names")
	}
	return map[string]int{"rechecked": n}, nil
}

// accept excuses a flagged name.
func (s *server) accept(r *http.Request) (any, error) {
	var sel selection
	if err := read(r, &sel); err != nil {
		return nil, err
	}
	a, err := address(sel.Address)
	if err != nil {
		return nil, err
	}
	n, err := name(sel.Name)
	if err != nil {
		return nil, err
	}
	if err := s.manager.Excuse(r.Context(), a, n); err != nil {
		return nil, err
	}
	return map[string]bool{"accepted": true}, nil
}
