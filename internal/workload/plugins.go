package workload

import (
	"fmt"
	"strings"
)

// A Plugin is one that answers questions.
type Plugin string

// The plugins. Whoami says the address of the client, whatever it is asked: it is
// the least that a plugin costs, and the measure of all others.
const (
	Whoami   Plugin = "whoami"
	Rdnsmgr  Plugin = "rdnsmgr"
	Template Plugin = "template"
	Hosts    Plugin = "hosts" // with template for the generated names of mixed
	File     Plugin = "file"  // the generated names of the /16 written out
)

// Plugins lists them, the measure first.
func Plugins() []Plugin { return []Plugin{Whoami, Rdnsmgr, Template, Hosts, File} }

// Answers reports whether a plugin can answer the questions of a case. In the
// order of plugins template stands in front, so that nothing says NXDOMAIN
// for hosts, which cannot.
func (p Plugin) Answers(c Case) bool {
	switch p {
	case Template:
		return c != Explicit && c != Mixed
	case Hosts:
		return c == Explicit || c == Mixed
	case File:
		return c != Synth6 && c != Forward6 && c != Deep
	default:
		return true
	}
}

const (
	zones   = "10.in-addr.arpa 8.b.d.0.1.0.0.2.ip6.arpa host.example"
	soa     = "ns1.example.net. hostmaster.example.net. 1 3600 600 1209600 300"
	nothing = `
    template ANY ANY %[1]s {
        rcode NXDOMAIN
        authority "%[1]s. 300 IN SOA ` + soa + `"
    }`
	templatePTR4 = `
    template IN PTR 240.10.in-addr.arpa {
        match "^(?P<d>[0-9]+)[.](?P<c>[0-9]+)[.]240[.]10[.]in-addr[.]arpa[.]$"
        answer "{{ .Name }} 3600 IN PTR ip-10-240-{{ .Group.c }}-{{ .Group.d }}.host.example."
    }`
	templateA = `
    template IN A host.example {
        match "^ip-10-240-(?P<c>[0-9]+)-(?P<d>[0-9]+)[.]host[.]example[.]$"
        answer "{{ .Name }} 3600 IN A 10.240.{{ .Group.c }}.{{ .Group.d }}"
        fallthrough
    }`
)

// Corefile returns the configuration of a plugin: a server block at a port, with
// lines of other plugins. Its files are those of Write.
func (p Plugin) Corefile(dir, port string, lines ...string) string {
	keys := strings.ReplaceAll(zones+" ", " ", ":"+port+" ")
	return keys + "{\n    bind 127.0.0.1\n    " + strings.Join(lines, "\n    ") + p.lines(dir) + "\n}\n"
}

func (p Plugin) lines(dir string) string {
	switch p {
	case Rdnsmgr:
		return fmt.Sprintf(`
    rdnsmgr {
        pool 10.240.0.0/16 ip-{ip}.host.example
        pool 2001:db8::/32 ip-{ip}.host.example
        mappings %s/hosts
        soa ns1.example.net hostmaster.example.net
        ns ns1.example.net
    }`, dir)
	case Template:
		texts := []string{templatePTR4, templatePTR6(), templateA, templateAAAA()}
		for zone := range strings.FieldsSeq(zones) {
			texts = append(texts, fmt.Sprintf(nothing, zone))
		}
		return strings.Join(texts, "")
	case Hosts:
		return templatePTR4 + fmt.Sprintf("\n    hosts %s/hosts 10.in-addr.arpa customers.example {\n        reload 0\n    }", dir)
	case File:
		return fmt.Sprintf("\n    file %[1]s/reverse.zone 10.in-addr.arpa\n    file %[1]s/forward.zone host.example", dir)
	default:
		return "\n    " + string(p)
	}
}

// templatePTR6 takes the nibbles apart that differ, from the last to the first, and
// puts them together the other way round.
func templatePTR6() string {
	var match, answer strings.Builder
	for n := 23; n >= 0; n-- {
		fmt.Fprintf(&match, "(?P<n%d>[0-9a-f])[.]", n)
	}
	for n := range 24 {
		if n%4 == 0 {
			answer.WriteByte('-')
		}
		fmt.Fprintf(&answer, "{{ .Group.n%d }}", n)
	}
	return fmt.Sprintf(`
    template IN PTR 8.b.d.0.1.0.0.2.ip6.arpa {
        match "^%s8[.]b[.]d[.]0[.]1[.]0[.]0[.]2[.]ip6[.]arpa[.]$"
        answer "{{ .Name }} 3600 IN PTR ip-2001-0db8%s.host.example."
        fallthrough
    }`, &match, &answer)
}

func templateAAAA() string {
	var match, answer strings.Builder
	for g := range 6 {
		fmt.Fprintf(&match, "-(?P<g%d>[0-9a-f]{4})", g)
		fmt.Fprintf(&answer, ":{{ .Group.g%d }}", g)
	}
	return fmt.Sprintf(`
    template IN AAAA host.example {
        match "^ip-2001-0db8%s[.]host[.]example[.]$"
        answer "{{ .Name }} 3600 IN AAAA 2001:0db8%s"
        fallthrough
    }`, &match, &answer)
}
