package ask

import (
	"fmt"

	"github.com/miekg/dns"
	"golang.org/x/time/rate"
)

// resolvConf is the word that stands for the resolver of the system.
const (
	resolvConf     = "resolv.conf"
	resolvConfPath = "/etc/resolv.conf"
)

// NewResolver is New for a resolver, which resolv.conf may stand for.
func NewResolver(word string, limiter *rate.Limiter) (*Client, error) {
	if word != resolvConf {
		return New(word, limiter)
	}
	conf, err := dns.ClientConfigFromFile(resolvConfPath)
	if err != nil {
		return nil, fmt.Errorf("resolver %q: %w: name one instead, such as --resolver 192.0.2.53", word, err)
	}
	if len(conf.Servers) == 0 {
		return nil, fmt.Errorf("resolver %q: %s has no nameserver line: name one instead, such as --resolver 192.0.2.53", word, resolvConfPath)
	}
	return New(conf.Servers[0], limiter)
}
