package confirm

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/miekg/dns"
)

// resolvConf is the word that stands for the resolvers of the system, and
// resolvConfPath the file that names them.
const (
	resolvConf     = "resolv.conf"
	resolvConfPath = "/etc/resolv.conf"
)

// An upstream is a Resolver that asks a DNS server. It must be made by
// newUpstream.
type upstream struct {
	name string // as configured
	addr netip.AddrPort
	tls  *tls.Config // nil: UDP and TCP

	datagramTime, streamTime time.Duration

	folds   atomic.Bool   // it does not keep the case of letters; see try
	streams chan struct{} // holds one for each connection in use
	idle    idleConns
	buffers sync.Pool // of *[bufferSize]byte
}

func newUpstream(e endpoint) *upstream {
	u := &upstream{
		name:         e.spec,
		addr:         e.addr,
		datagramTime: datagramTime,
		streamTime:   streamTime,
		streams:      make(chan struct{}, maxStreams),
	}
	if e.tls {
		u.tls = &tls.Config{
			ServerName:         e.serverName(),
			MinVersion:         tls.VersionTLS12, // RFC 9325, 3.1.1
			ClientSessionCache: tls.NewLRUClientSessionCache(maxIdle),
		}
	}
	return u
}

// NewResolvers returns the resolvers that the words of a confirm line name:
//
//	192.0.2.53  192.0.2.53:5353  [2001:db8::53]:53   UDP, and TCP where needed
//	tls://192.0.2.53%dns.example.net                 TLS, as forward spells it
//	resolv.conf                                      those of /etc/resolv.conf
//
// It does no I/O but for reading that file. The error has a line for each word
// that is wrong.
func NewResolvers(specs []string) ([]Resolver, error) {
	return newResolvers(specs, resolvConfPath)
}

func newResolvers(specs []string, path string) ([]Resolver, error) {
	if len(specs) == 1 && specs[0] == resolvConf {
		found, err := readResolvConf(path)
		if err != nil {
			return nil, err
		}
		specs = found
	}
	switch n := len(specs); {
	case n == 0:
		return nil, errors.New("no resolver: name at least one, and better two, such as 192.0.2.53")
	case n > maxResolvers:
		return nil, fmt.Errorf("%d resolvers: at most %d are allowed, and three do", n, maxResolvers)
	}
	return makeResolvers(specs)
}

// makeResolvers reports all words that are wrong in one go.
func makeResolvers(specs []string) ([]Resolver, error) {
	var resolvers []Resolver
	var faults []error
	seen := make(map[netip.AddrPort]string)
	for _, spec := range specs {
		e, err := parseEndpoint(spec)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		// Two answers of one server would pass for two witnesses.
		if first, twice := seen[e.identity()]; twice {
			faults = append(faults, fmt.Errorf("resolver %q is the same as %q: name each once", spec, first))
			continue
		}
		seen[e.identity()] = spec
		resolvers = append(resolvers, newUpstream(e))
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return resolvers, nil
}

// readResolvConf returns the name servers of the file, as many as the C library
// reads of it.
func readResolvConf(path string) ([]string, error) {
	conf, err := dns.ClientConfigFromFile(path)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w; name the resolvers instead", resolvConf, err)
	case len(conf.Servers) == 0:
		return nil, fmt.Errorf("%s: %q has no nameserver line; name the resolvers instead", resolvConf, path)
	}
	return distinct(conf.Servers), nil
}

// distinct returns the first maxSystem different words.
func distinct(words []string) []string {
	var out []string
	for _, w := range words {
		if len(out) < maxSystem && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}
