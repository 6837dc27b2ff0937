package confirm_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
)

func TestNewResolvers(t *testing.T) {
	for _, test := range []struct{ spec, addr, name string }{
		{"192.0.2.53", "192.0.2.53:53", ""},
		{"127.0.0.1:5353", "127.0.0.1:5353", ""},
		{"dns://192.0.2.53:54", "192.0.2.53:54", ""},
		{"2001:db8::53", "[2001:db8::53]:53", ""},
		{"[2001:db8::53]", "[2001:db8::53]:53", ""},
		{"[2001:db8::53]:5353", "[2001:db8::53]:5353", ""},
		{"fe80::53%eth0", "[fe80::53%eth0]:53", ""},
		{"tls://192.0.2.53", "192.0.2.53:853", "192.0.2.53"},
		{"tls://192.0.2.53:8853", "192.0.2.53:8853", "192.0.2.53"},
		{"tls://192.0.2.53%dns.example.net", "192.0.2.53:853", "dns.example.net"},
		{"tls://192.0.2.53%dns.example.net:8853", "192.0.2.53:8853", "dns.example.net"},
		{"tls://2001:db8::53", "[2001:db8::53]:853", "2001:db8::53"},
		{"tls://2001:db8::53%dns.example.net", "[2001:db8::53]:853", "dns.example.net"},
		{"tls://[2001:db8::53%dns.example.net]:8853", "[2001:db8::53]:8853", "dns.example.net"},
		{"tls://[2001:db8::53]%dns.example.net:8853", "[2001:db8::53]:8853", "dns.example.net"},
		{"tls://[2001:db8::53%dns.example.net]", "[2001:db8::53]:853", "dns.example.net"},
		{"tls://fe80::53%eth0%dns.example.net.", "[fe80::53%eth0]:853", "dns.example.net"},
	} {
		r := resolver(t, test.spec)
		if r.String() != test.spec || confirm.Address(r) != test.addr || confirm.ServerName(r) != test.name {
			t.Errorf("%s: %s, %s %q; want %s %q", test.spec, r, confirm.Address(r), confirm.ServerName(r), test.addr, test.name)
		}
	}
}

func TestNewResolversErrors(t *testing.T) {
	for _, test := range []struct{ specs, want string }{
		{"", "no resolver: name at least one"},
		{"dns.example.net", `resolver "dns.example.net": want an IP address`},
		{"192.0.2.53:0", "nobody listens on port 0"},
		{"fe80::53%eth/0", "no name of a network interface"},
		{"dns://[fe80::53%a://b]:53", "no name of a network interface"},
		{"::%eth0", "is not the address of one server"},
		{"192.0.2.53:65536", "want an IP address"},
		{"192.0.2.53:", "want an IP address"},
		{"192.0.2.53%dns.example.net", "want an IP address"},
		{"[192.0.2.53", "want an IP address"},
		{"[2001:db8::53", "want an IP address"},
		{"::ffff:192.0.2.53", "IPv4-mapped; write 192.0.2.53"},
		{"0.0.0.0", "not the address of one server"},
		{"ff02::fb", "not the address of one server"},
		{"https://192.0.2.53", `"https://" is not supported`},
		{"tls://", "want an IP address"},
		{"tls://192.0.2.53%", "the name of the server's certificate"},
		{"tls://%dns.example.net", "want an IP address"},
		{"tls://192.0.2.53%eth0", "only one label"},
		{"tls://2001:db8::53%dns.example.net:853", "write the address in brackets, tls://[2001:db8::53%dns.example.net]:853"},
		{"192.0.2.53 192.0.2.53:53", `resolver "192.0.2.53:53" is the same as "192.0.2.53"`},
		{"192.0.2.53 tls://192.0.2.53%dns.example.net", "is the same as"},
		{"resolv.conf 192.0.2.53", `resolver "resolv.conf" stands alone`},
		{"a b 192.0.2.53", "resolver \"a\": want an IP address with or without a port, such as 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:53\nresolver \"b\""},
		{"192.0.2.1 192.0.2.2 192.0.2.3 192.0.2.4 192.0.2.5 192.0.2.6 192.0.2.7 192.0.2.8 192.0.2.9", "9 resolvers: at most 8"},
	} {
		list, err := confirm.NewResolvers(strings.Fields(test.specs))
		if err == nil || !strings.Contains(err.Error(), test.want) || list != nil {
			t.Errorf("%s: %v, %v; want %q", test.specs, list, err, test.want)
		}
	}
}

func TestNewResolversSystem(t *testing.T) {
	path := filepath.Join(t.TempDir(), "resolv.conf")
	_, err := confirm.NewResolversFrom([]string{"resolv.conf"}, path)
	if err == nil || !strings.Contains(err.Error(), "name the resolvers instead") {
		t.Error(err)
	}
	for _, test := range []struct{ text, want string }{
		{"search example.net\nnameserver 192.0.2.53\nnameserver 2001:db8::53 # x\nnameserver 192.0.2.53\n", "192.0.2.53 2001:db8::53"},
		{"nameserver 192.0.2.1\nnameserver 192.0.2.2\nnameserver 192.0.2.3\nnameserver 192.0.2.4\n", "192.0.2.1 192.0.2.2 192.0.2.3"},
		{"search example.net\n", "has no nameserver line; name the resolvers instead"},
		{"nameserver dns.example.net\n", "want an IP address"},
	} {
		if err := os.WriteFile(path, []byte(test.text), 0o600); err != nil {
			t.Fatal(err)
		}
		list, err := confirm.NewResolversFrom([]string{"resolv.conf"}, path)
		var got []string
		for _, r := range list {
			got = append(got, r.String())
		}
		if err != nil {
			got = []string{err.Error()}
		}
		if !strings.Contains(strings.Join(got, " "), test.want) || err == nil && strings.Join(got, " ") != test.want {
			t.Errorf("%q: %q; want %q", test.text, got, test.want)
		}
	}
}

// FuzzNewResolvers reads any word, and what it makes of it again.
func FuzzNewResolvers(f *testing.F) {
	for _, spec := range []string{"192.0.2.53:5353", "tls://[2001:db8::53%dns.example.net]:853", "tls://fe80::1%eth0%a.b", "tls://::%://feA\xaf\xf0\xc5\xe1-%a.b", "::%eth0", "[::1", "resolv.conf"} {
		f.Add(spec)
	}
	f.Fuzz(func(t *testing.T, spec string) {
		list, err := confirm.NewResolversFrom([]string{spec}, "/nowhere")
		if (err == nil) != (len(list) == 1) {
			t.Fatalf("%v, %v", list, err)
		}
		if err != nil {
			return
		}
		again, err := confirm.NewResolvers([]string{confirm.Address(list[0])})
		if err != nil || confirm.Address(again[0]) != confirm.Address(list[0]) || list[0].String() != spec {
			t.Errorf("%s, %v", list[0], err)
		}
	})
}
