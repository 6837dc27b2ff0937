package config_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/coredns/caddy/caddyfile"

	"github.com/rdnsmgr/rdnsmgr/internal/config"
)

// plain is a Corefile in its plainest form.
const plain = `2.0.192.in-addr.arpa host.example {
    rdnsmgr {
        pool 192.0.2.0/24 ip-{ip}.host.example {
            ttl 60
        }
        mappings customers.map
        record host.example TXT "v=spf1 -all"
        soa ns1.example.net hostmaster.host.example
        ns ns1.example.net ns2.example.net
    }
}`

// forms are other ways to write plain.
var forms = map[string]string{
	"one-line block": `2.0.192.in-addr.arpa host.example {
    rdnsmgr {
        pool 192.0.2.0/24 ip-{ip}.host.example { ttl 60 }
        mappings customers.map { format auto }
        record host.example TXT "v=spf1 -all"
        soa ns1.example.net hostmaster.host.example
        ns ns1.example.net ns2.example.net
    }
}`,
	"empty blocks": `2.0.192.in-addr.arpa host.example {
    rdnsmgr {
        pool 192.0.2.0/24 ip-{ip}.host.example {

            ttl 60
        }
        mappings customers.map { }
        record host.example TXT "v=spf1 -all"
        soa ns1.example.net hostmaster.host.example
        ns ns1.example.net ns2.example.net
    }
}`,
	"comments": `# a comment with { and "
2.0.192.in-addr.arpa host.example { # keys
    rdnsmgr { # the block }
        pool 192.0.2.0/24 ip-{ip}.host.example { # options
            # ttl 30
            ttl 60 # }
        } # end
        mappings customers.map
        record host.example TXT "v=spf1 -all"
        soa ns1.example.net hostmaster.host.example
        ns ns1.example.net ns2.example.net
    }
}`,
	"quotes": `"2.0.192.in-addr.arpa" host.example {
    rdnsmgr {
        "pool" "192.0.2.0/24" "ip-{ip}.host.example" {
            ttl "60"
        }
        mappings "customers.map"
        record host.example "TXT" "v=spf1 -all"
        soa ns1.example.net hostmaster.host.example
        ns ns1.example.net ns2.example.net
    }
}`,
	"keys over several lines": `2.0.192.in-addr.arpa,
host.example
{
    rdnsmgr {
        pool 192.0.2.0/24 ip-{ip}.host.example {
            ttl 60
        }
        mappings customers.map
        record host.example TXT "v=spf1 -all"
        soa ns1.example.net hostmaster.host.example
        ns ns1.example.net ns2.example.net
    }
}`,
	"keys as prefix, with scheme, port and capitals, and twice": `dns://192.0.2.0/24:1053 tls://Host.Example:853 192.0.2.77/24 {
    rdnsmgr {
        pool 192.0.2.0/24 ip-{ip}.host.example {
            ttl 60
        }
        mappings customers.map
        record host.example TXT "v=spf1 -all"
        soa ns1.example.net hostmaster.host.example
        ns ns1.example.net ns2.example.net
    }
}`,
	"no braces around the server block": `2.0.192.in-addr.arpa host.example
rdnsmgr {
    pool 192.0.2.0/24 ip-{ip}.host.example {
        ttl 60
    }
    mappings customers.map
    record host.example TXT "v=spf1 -all"
    soa ns1.example.net hostmaster.host.example
    ns ns1.example.net ns2.example.net
}`,
	"zones as arguments": `. {
    rdnsmgr 192.0.2.0/24 host.example. {
        pool 192.0.2.0/24 ip-{ip}.host.example {
            ttl 60
        }
        mappings customers.map
        record host.example TXT "v=spf1 -all"
        soa ns1.example.net hostmaster.host.example
        ns ns1.example.net ns2.example.net
    }
}`,
	"snippets": `(ttl) {
    ttl 60
}
(servers) {
    soa ns1.example.net hostmaster.host.example
    ns ns1.example.net ns2.example.net
}
(data) {
    mappings customers.map
    record host.example TXT "v=spf1 -all"
}
2.0.192.in-addr.arpa host.example {
    rdnsmgr {
        import data
        pool 192.0.2.0/24 ip-{ip}.host.example {
            import ttl
        }
        import servers
    }
}`,
	"imported files": `2.0.192.in-addr.arpa host.example {
    rdnsmgr {
        import block.conf
        mappings customers.map
        record host.example TXT "v=spf1 -all"
        import servers.conf
    }
}`,
	"variables": `{$RDNSMGR_TEST_ZONE} host.example {
    rdnsmgr {
        pool 192.0.2.0/24 ip-{ip}.{$RDNSMGR_TEST_DOMAIN} {
            ttl {%RDNSMGR_TEST_TTL%}
        }
        mappings customers.map
        record host.example TXT "v=spf1 -all"
        soa ns1.example.net hostmaster.host.example
        ns ns1.example.net ns2.example.net
    }
}`,
	"spaces, tabs and carriage returns": strings.ReplaceAll(strings.ReplaceAll(plain, "\n", "\r\n"), "    ", "\t"),
}

func TestForms(t *testing.T) {
	t.Setenv("RDNSMGR_TEST_ZONE", "2.0.192.in-addr.arpa")
	t.Setenv("RDNSMGR_TEST_DOMAIN", "host.example")
	t.Setenv("RDNSMGR_TEST_TTL", "60")
	want := readOne(t, "testdata/good/plain", plain)
	for name, text := range forms {
		t.Run(name, func(t *testing.T) {
			got := readOne(t, "testdata/good/"+name, text)
			if diff := cmp.Diff(want, got, withoutPlaces()); diff != "" {
				t.Errorf("block (-want +got):\n%s", diff)
			}
		})
	}
}

// TestPositions follows a block into a quoted word of two lines, and into a
// snippet and a file and back.
func TestPositions(t *testing.T) {
	b := readOne(t, "testdata/good/Corefile", `(one) {
    ptr 192.0.2.1 a.example.net
}
2.0.192.in-addr.arpa host.example {
    rdnsmgr {
        record host.example TXT "two
lines" "more"
        record a.host.example TXT "more"
        import one
        ptr 192.0.2.2 a.example.net
        import block.conf
        import servers.conf
    }
}`)
	dir, err := filepath.Abs(".") // caddy makes the paths of imported files absolute
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range b.Records {
		got = append(got, strings.Join(r.Fields, "|")+" "+r.Pos.String())
	}
	for _, m := range b.Mappings {
		got = append(got, m.Addr.String()+" "+m.Pos.String())
	}
	for _, p := range b.Pools {
		got = append(got, p.Prefix.String()+" "+strings.TrimPrefix(p.Pos.String(), dir+"/"))
	}
	want := []string{
		"host.example|TXT|two\nlines|more testdata/good/Corefile:6",
		"a.host.example|TXT|more testdata/good/Corefile:8",
		"192.0.2.1 testdata/good/Corefile:2",
		"192.0.2.2 testdata/good/Corefile:10",
		"192.0.2.0/24 testdata/good/block.conf:1",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("places (-want +got):\n%s", diff)
	}
}

// TestParseTokens gives Parse what caddy never does: it counts braces itself.
func TestParseTokens(t *testing.T) {
	for _, test := range []struct {
		name string
		text string
		want string
	}{
		{"nothing", "", "Corefile:0: the directive is missing: write rdnsmgr { ... }"},
		{"not closed", "rdnsmgr {\n soa ns1.example.net a.example.net\n ns ns1.example.net\n pool 192.0.2.0/24 {ip}.host.example {\n ttl 60\n", `Corefile:1: { is never closed: write a line with } behind the last line of the block
Corefile:4: { is never closed: write a line with } behind the last line of the block`},
		{"closed twice", "rdnsmgr {\n soa ns1.example.net a.example.net\n ns ns1.example.net\n}\n}", "Corefile:5: } closes nothing: remove it"},
		{"closed before", "}", "Corefile:1: } closes nothing: remove it\nCorefile:1: the directive is missing: write rdnsmgr { ... }"},
		{"block of nothing", "{\n}", "Corefile:1: { begins a line: write it at the end of the line before\nCorefile:2: the directive is missing: write rdnsmgr { ... }"},
		{"words behind", "rdnsmgr {\n soa ns1.example.net a.example.net\n ns ns1.example.net\n}\nttl 60", `Corefile:5: "ttl" stands outside the block of rdnsmgr: write it inside the braces`},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := caddyfile.NewDispenser("Corefile", strings.NewReader(test.text))
			_, err := config.Parse([]string{"2.0.192.in-addr.arpa", "host.example"}, &d)
			if err == nil {
				t.Fatal("no error")
			}
			if diff := cmp.Diff(test.want, err.Error()); diff != "" {
				t.Errorf("messages (-want +got):\n%s", diff)
			}
		})
	}
}
