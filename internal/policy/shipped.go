package policy

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// protectedBrands returns what is protected: our own zones, the configured
// domains, and the shipped ones that are not configured otherwise. All are
// sorted, so that findings name the same domain whatever the order of the
// configuration was.
func protectedBrands(c *Config, zones domainSet) ([]brand, error) {
	kinds, err := protectedKinds(c)
	if err != nil {
		return nil, err
	}
	if len(kinds) > maxProtected {
		return nil, fmt.Errorf("%d protected domains: want at most %d", len(kinds), maxProtected)
	}
	var brands []brand
	for _, z := range slices.Sorted(maps.Keys(zones)) {
		zone, err := zoneBrands(z)
		if err != nil {
			return nil, err
		}
		brands = append(brands, zone...)
	}
	for _, domain := range slices.Sorted(maps.Keys(kinds)) {
		b, err := newBrand(Protected{Domain: domain, Kind: kinds[domain]})
		if err != nil {
			return nil, err
		}
		brands = append(brands, b)
	}
	return brands, nil
}

// protectedKinds returns the kind of each protected domain. Of what is
// configured twice, the kind that protects more holds.
func protectedKinds(c *Config) (map[string]Kind, error) {
	shipped, err := ReadProtected(protectedText)
	if err != nil {
		return nil, fmt.Errorf("shipped list: %w", err)
	}
	kinds := make(map[string]Kind, len(c.Protect)+len(shipped))
	for _, p := range c.Protect {
		b, err := newBrand(p)
		if err != nil {
			return nil, err
		}
		old, ok := kinds[b.domain]
		if !ok || old == Guessed || p.Kind != Guessed && p.Kind < old {
			kinds[b.domain] = p.Kind
		}
	}
	for _, p := range shipped {
		if kind, ok := kinds[p.Domain]; ok && kind == Guessed || !ok && !c.NoShipped {
			kinds[p.Domain] = p.Kind
		}
	}
	return kinds, nil
}

// zoneBrands returns what of one of our zones others shall not pass for: the
// zone, the domain that it belongs to, and both with hyphens or nothing in the
// place of dots, as host-example.net does for host.example.
func zoneBrands(zone string) ([]brand, error) {
	b, err := newBrand(Protected{Domain: zone})
	if err != nil {
		return nil, err
	}
	brands := []brand{b}
	if parent := b.core + "." + b.suffix; parent != b.domain {
		if p, err := newBrand(Protected{Domain: parent}); err == nil {
			brands = append(brands, p)
		}
	}
	for _, whole := range brands {
		for _, sep := range []string{"", "-"} {
			core := strings.Join(whole.labels, sep)
			if len(core) <= maxLabel {
				b := brand{domain: whole.domain, labels: []string{core}, core: core}
				b.divide()
				brands = append(brands, b)
			}
		}
	}
	for i := range brands {
		b := &brands[i]
		b.zone = true
		if b.kind = b.guess(); len(b.labels) == 1 && len(b.core) < joinedCore {
			b.kind = Short
		}
	}
	return brands, nil
}
