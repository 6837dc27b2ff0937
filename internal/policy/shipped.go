package policy

import (
	"fmt"
	"strings"
)

// protectedBrands returns what is protected: our own zones, the configured
// domains, and the shipped ones that are not configured otherwise.
func protectedBrands(c *Config) ([]brand, error) {
	list := c.Protect
	if !c.NoShipped {
		shipped, err := ReadProtected(protectedText)
		if err != nil {
			return nil, fmt.Errorf("shipped list: %w", err)
		}
		list = append(list[:len(list):len(list)], shipped...)
	}
	if len(list) > maxProtected {
		return nil, fmt.Errorf("%d protected domains: want at most %d", len(list), maxProtected)
	}
	var brands []brand
	for _, z := range c.Zones {
		zone, err := zoneBrands(z)
		if err != nil {
			return nil, err
		}
		brands = append(brands, zone...)
	}
	seen := domainSet{}
	for _, p := range list {
		b, err := newBrand(p)
		if err != nil {
			return nil, err
		}
		if !seen.has(b.domain) {
			seen.add(b.domain)
			brands = append(brands, b)
		}
	}
	return brands, nil
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
				brands = append(brands, brand{domain: whole.domain, labels: []string{core}, core: core, look: look(core)})
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
