package config

import (
	"fmt"
	"strings"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// soa reads "soa MNAME RNAME [REFRESH RETRY EXPIRE]".
func (p *parser) soa(l line) {
	args := l.args()
	if len(args) != 2 && len(args) != 5 {
		p.faults.add(l.pos(), "soa: write all of REFRESH RETRY EXPIRE, or none of them")
		return
	}
	p.soaPos = l.pos()
	p.main = rdns.SOA{Refresh: defaultRefresh, Retry: defaultRetry, Expire: defaultExpire}
	p.main.MName, _ = p.hostName(args[0], "soa")
	p.main.RName = p.mailbox(args[1])
	times := []*uint32{&p.main.Refresh, &p.main.Retry, &p.main.Expire}
	for i, w := range args[2:] {
		*times[i], _ = p.number(w, []string{"refresh", "retry", "expire"}[i], 1, maxTime)
	}
}

// ns reads "ns NAME...".
func (p *parser) ns(l line) {
	p.nsPos = l.pos()
	seen := make(map[string]bool)
	for _, w := range l.args() {
		name, ok := p.hostName(w, "ns")
		switch {
		case !ok:
		case seen[name]:
			p.faults.add(w.pos, "ns: %q stands twice: write it once", name)
		default:
			seen[name] = true
			p.servers = append(p.servers, word{text: name, pos: w.pos})
		}
	}
}

// mailbox reads the RNAME of a SOA: a mail address whose "@" is written as a dot
// (RFC 1035, 8). A dot in front of the "@" becomes an escaped one.
func (p *parser) mailbox(w word) string {
	if local, domain, ok := strings.Cut(w.text, "@"); ok {
		p.faults.add(w.pos, "soa: %q is a mail address: write it as the name %#q", w.text, strings.ReplaceAll(local, ".", `\.`)+"."+domain)
		return ""
	}
	name, err := mailboxName(w.text)
	if err != nil {
		p.faults.add(w.pos, "soa: mailbox %q: %w", w.text, err)
		return ""
	}
	return name
}

// mailboxName returns s, the name of a mailbox, in lower case with the final dot.
// Its first label is the part in front of the "@", which may hold escaped dots.
func mailboxName(s string) (string, error) {
	local, domain, ok := cutUnescaped(s)
	if !ok {
		return "", fmt.Errorf("it has no domain: write a name such as hostmaster.host.example")
	}
	domain, err := legalName(domain)
	switch n := len(strings.ReplaceAll(local, `\.`, ".")); {
	case err != nil:
		return "", err
	case n == 0 || n > maxLabel || n+len(".")+len(domain) > maxName:
		return "", fmt.Errorf("the part in front of the domain has %d octets; want from 1 to %d, and at most 255 in the whole name", n, maxLabel)
	}
	for i := range len(local) {
		if !isAlphanumeric(local[i]) && strings.IndexByte(`\._-+=`, local[i]) < 0 {
			return "", fmt.Errorf("it has the character %q: want letters, digits, and any of _ - + =", local[i:i+1])
		}
	}
	return strings.ToLower(local) + "." + domain, nil
}

// cutUnescaped cuts s at the first dot that has no backslash in front of it. A
// backslash in front of anything but a dot is refused, by not cutting at all.
func cutUnescaped(s string) (local, domain string, ok bool) {
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '.':
			return s[:i], s[i+1:], s[i+1:] != ""
		case strings.HasPrefix(s[i:], `\.`):
			i++
		case s[i] == '\\':
			return "", "", false
		}
	}
	return "", "", false
}
