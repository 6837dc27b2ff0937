package hostname_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
)

func TestParseTemplate(t *testing.T) {
	const known = "; want {ip}, {rip}, {hex}, {rhex}, {a} to {d}, {host}, {host:N}, {net:N} or {index}"
	tests := []struct{ name, in, want, err string }{
		{"plain", "ip-{ip}.host.example", "ip-{ip}.host.example", ""},
		{"final dot", "ip-{ip}.host.example.", "ip-{ip}.host.example", ""},
		{"upper case", "IP-{IP}.Host.Example", "ip-{ip}.host.example", ""},
		{"placeholder alone", "{hex}.example", "{hex}.example", ""},
		{"dots between", "{d}.{c}.dyn.host.example", "{d}.{c}.dyn.host.example", ""},
		{"numbers", "{a:3}-{host:16}-{net:56}-{index:5}.example", "{a:3}-{host:16}-{net:56}-{index:5}.example", ""},

		{"empty", "", "", `template "": it has no placeholder, so that all addresses would share a name; want, for example, ip-{ip}.host.example`},
		{"no placeholder", "host.example", "", `template "host.example": it has no placeholder, so that all addresses would share a name; want, for example, ip-{ip}.host.example`},
		{"unknown placeholder", "{foo}.example", "", `template "{foo}.example": "{foo}" is no placeholder` + known},
		{"spaces in braces", "{ ip }.example", "", `template "{ ip }.example": "{ ip }" is no placeholder` + known},
		{"unset variable", "{$VAR}.example", "", `template "{$VAR}.example": "{$var}" is no placeholder` + known},
		{"nothing in braces", "{}.example", "", `template "{}.example": "{}" is no placeholder` + known},
		{"brace in braces", "{{ip}.example", "", `template "{{ip}.example": "{{ip}" is no placeholder` + known},
		{"brace not closed", "ip-{ip.example", "", `template "ip-{ip.example": "{" has no "}"; write a placeholder such as {ip}`},
		{"brace not opened", "ip-ip}.example", "", `template "ip-ip}.example": "}" has no "{"; write a placeholder such as {ip}`},
		{"brace behind", "{ip}}.example", "", `template "{ip}}.example": "}" has no "{"; write a placeholder such as {ip}`},
		{"number not taken", "{ip:4}.example", "", `template "{ip:4}.example": "{ip:4}" takes no number; write {ip}`},
		{"octet of two digits", "{a:2}.example", "", `template "{a:2}.example": "{a:2}": want 3 behind the colon`},
		{"zero in front", "{host:08}.example", "", `template "{host:08}.example": "{host:08}": want a number from 1 to 128 behind the colon`},
		{"sign", "{host:+8}.example", "", `template "{host:+8}.example": "{host:+8}": want a number from 1 to 128 behind the colon`},
		{"number missing", "{host:}.example", "", `template "{host:}.example": "{host:}": want a number from 1 to 128 behind the colon`},
		{"number zero", "{host:0}.example", "", `template "{host:0}.example": "{host:0}": want a number from 1 to 128 behind the colon`},
		{"too many bits", "{host:129}.example", "", `template "{host:129}.example": "{host:129}": want a number from 1 to 128 behind the colon`},
		{"too many digits", "{index:21}.example", "", `template "{index:21}.example": "{index:21}": want a number from 1 to 20 behind the colon`},
		{"two numbers", "{host:1:2}.example", "", `template "{host:1:2}.example": "{host:1:2}": want a number from 1 to 128 behind the colon`},
		{"net without length", "{net}.example", "", `template "{net}.example": "{net}" lacks the length at which it ends; write {net:N}, for example {net:56}`},
		{"underscore", "ip_{ip}.example", "", `template "ip_{ip}.example": label "ip_" has an underscore, which no host name has; write a hyphen (RFC 952)`},
		{"wildcard", "*.{ip}.example", "", `template "*.{ip}.example": label "*." has a wildcard; write each name out`},
		{"not ASCII", "ip-{ip}.bücher.example", "", `template "ip-{ip}.bücher.example": label ".bücher.example" is not ASCII; write its A-label, which begins with xn-- (RFC 5890, 2.3.2.1)`},
		{"empty label", "{ip}..example", "", `template "{ip}..example": it has an empty label; write a single dot between labels`},
		{"empty label in front", ".{ip}.example", "", `template ".{ip}.example": it has an empty label; write a single dot between labels`},
		{"empty label at the end", "{ip}.example..", "", `template "{ip}.example..": it has an empty label; write a single dot between labels`},
		{"no domain", "ip-{ip}", "", `template "ip-{ip}": its last label has a placeholder; end it in a domain, as in ip-{ip}.host.example`},
		{"placeholder in the last label", "host.ip-{ip}-x.", "", `template "host.ip-{ip}-x.": its last label has a placeholder; end it in a domain, as in ip-{ip}.host.example`},
		{"reverse tree", "{d}.{c}.{b}.{a}.in-addr.ARPA", "", `template "{d}.{c}.{b}.{a}.in-addr.ARPA": names below arpa are no host names; end it in a domain of yours, as in ip-{ip}.host.example`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			template, err := hostname.ParseTemplate(tt.in)
			if errorText(err) != tt.err {
				t.Fatalf("ParseTemplate(%q): %v\nwant %s", tt.in, err, tt.err)
			}
			if err == nil && template.String() != tt.want {
				t.Errorf("ParseTemplate(%q) = %q, want %q", tt.in, template, tt.want)
			}
		})
	}
}

func TestBindErrors(t *testing.T) {
	long := strings.Repeat("x", 60)
	tests := []struct{ name, template, prefix, err string }{
		{"octet of IPv6", "{d}.example", "2001:db8::/32",
			`template "{d}.example" on 2001:db8::/32: {d} is an octet of an IPv4 address; for IPv6 write {ip}, {hex}, {host} or {net:N}`},
		{"host without host bits", "{host}.example", "192.0.2.1/32",
			`template "{host}.example" on 192.0.2.1/32: {host} prints the bits behind the prefix, and there are none; write {ip} or {host:N}`},
		{"host too long", "{host:33}.example", "192.0.2.0/24",
			`template "{host:33}.example" on 192.0.2.0/24: {host:33}: an address has only 32 bits here; write {host:32} or less`},
		{"net too long", "{net:33}.example", "192.0.2.0/24",
			`template "{net:33}.example" on 192.0.2.0/24: {net:33}: an address has only 32 bits here; write {net:32} or less`},
		{"net above the prefix", "{net:24}.example", "192.0.2.0/24",
			`template "{net:24}.example" on 192.0.2.0/24: {net:24} prints the bits from the end of the prefix to length 24, and there are none; write a length over 24`},
		{"index of too many bits", "{index}.example", "2001:db8::/63",
			`template "{index}.example" on 2001:db8::/63: {index} counts the addresses, which takes 65 bits here; it can count 64 bits; write {host}`},
		{"index too narrow", "{index:2}.example", "192.0.2.0/24",
			`template "{index:2}.example" on 192.0.2.0/24: {index:2} is too narrow: the last address has index 255; write {index:3}`},
		{"index of 64 bits too narrow", "{index:19}.example", "2001:db8::/64",
			`template "{index:19}.example" on 2001:db8::/64: {index:19} is too narrow: the last address has index 18446744073709551615; write {index:20}`},
		{"octets side by side", "{c}{d}.example", "192.0.2.0/24",
			`template "{c}{d}.example" on 192.0.2.0/24: a digit may follow {c}, so that names could not be read back; write a "-" or "." behind it, or choose a placeholder of fixed width`},
		{"octet before hexadecimal", "{d}{hex}.example", "192.0.2.0/24",
			`template "{d}{hex}.example" on 192.0.2.0/24: a digit may follow {d}, so that names could not be read back; write a "-" or "." behind it, or choose a placeholder of fixed width`},
		{"digit behind an address", "{ip}0.example", "192.0.2.0/24",
			`template "{ip}0.example" on 192.0.2.0/24: a digit may follow {ip}, so that names could not be read back; write a "-" or "." behind it, or choose a placeholder of fixed width`},
		{"hyphen in front", "-{ip}.example", "192.0.2.0/24",
			`template "-{ip}.example" on 192.0.2.0/24: 192.0.2.0 would be named "-192-0-2-0.example.": label "-192-0-2-0" begins with a hyphen; begin it with a letter or digit (RFC 952)`},
		{"hyphen behind", "{ip}.x-.example", "192.0.2.0/24",
			`template "{ip}.x-.example" on 192.0.2.0/24: 192.0.2.0 would be named "192-0-2-0.x-.example.": label "x-" ends with a hyphen; end it with a letter or digit (RFC 952)`},
		{"hyphens behind two digits", "{d}--x.example", "192.0.2.0/24",
			`template "{d}--x.example" on 192.0.2.0/24: 192.0.2.10 would be named "10--x.example.": label "10--x" has "--" in places 3 and 4, which is reserved (RFC 5890, 2.3.1); write a single hyphen`},
		{"hyphens behind the first two digits of an index", "a.{index}--x.example", "2001:db8::/64",
			`template "a.{index}--x.example" on 2001:db8::/64: 2001:db8::a would be named "a.10--x.example.": label "10--x" has "--" in places 3 and 4, which is reserved (RFC 5890, 2.3.1); write a single hyphen`},
		{"hyphens in a literal label", "{ip}.r3---sn.example", "192.0.2.0/24",
			`template "{ip}.r3---sn.example" on 192.0.2.0/24: 192.0.2.0 would be named "192-0-2-0.r3---sn.example.": label "r3---sn" has "--" in places 3 and 4, which is reserved (RFC 5890, 2.3.1); write a single hyphen`},
		{"A-label with a placeholder", "xn--{hex}.example", "192.0.2.0/24",
			`template "xn--{hex}.example" on 192.0.2.0/24: 192.0.2.0 would be named "xn--c0000200.example.": label "xn--c0000200" has "--" in places 3 and 4, which is reserved (RFC 5890, 2.3.1); write a single hyphen`},
		{"label too long for the last address only", long + "-{d}.example", "192.0.2.0/24",
			`template "` + long + `-{d}.example" on 192.0.2.0/24: 192.0.2.255 would be named "` + long + `-255.example.": label "` + long + `-255" has 64 octets; at most 63 are allowed (RFC 1035, 2.3.4)`},
		{"name too long for the last address only", "{index}." + name254[3:], "192.0.2.0/24",
			`template "{index}.` + name254[3:253] + `" on 192.0.2.0/24: 192.0.2.255 would be named "255.` + name254[3:] + `": it has 256 octets on the wire; at most 255 are allowed (RFC 1035, 2.3.4)`},
		{"numeric last label", "{ip}.1", "192.0.2.0/24",
			`template "{ip}.1" on 192.0.2.0/24: 192.0.2.0 would be named "192-0-2-0.1.": the last label "1" is a number; want a name, not an address`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			template, err := hostname.ParseTemplate(tt.template)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := template.Bind(netip.MustParsePrefix(tt.prefix)); errorText(err) != tt.err {
				t.Errorf("got  %v\nwant %s", err, tt.err)
			}
		})
	}
}

func TestBindLimits(t *testing.T) {
	label := strings.Repeat("x", 59)
	tests := []struct{ name, template, prefix string }{
		{"label of 63", label + "-{d}.example", "192.0.2.0/24"},
		{"255 octets on the wire", "{index}." + name254[4:], "192.0.2.0/24"},
		{"numbers too short for a longer label", strings.Repeat("x", 61) + "-{d}.example", "192.0.2.0/29"},
		{"hyphens behind numbers of one digit", "{d}--x.example", "192.0.2.0/29"},
		{"hyphens behind numbers of three digits", "{d}--x.example", "192.0.2.128/25"},
		{"A-label in the suffix", "{ip}.xn--bcher-kva.example", "192.0.2.0/24"},
		{"host bits are ignored", "{ip}.example", "192.0.2.77/24"},
		{"all of IPv4", "{ip}.example", "0.0.0.0/0"},
		{"all of IPv6", "{ip}.example", "::/0"},
		{"index of 64 bits", "{index:20}.example", "2001:db8::/64"},
		{"index of no bits", "{index}.example", "192.0.2.1/32"},
		{"net to the end", "{net:32}.example", "192.0.2.0/24"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := bind(t, tt.template, netip.MustParsePrefix(tt.prefix))
			if want := netip.MustParsePrefix(tt.prefix).Masked(); p.Prefix() != want {
				t.Errorf("Prefix = %v, want %v", p.Prefix(), want)
			}
		})
	}
	template, err := hostname.ParseTemplate("{ip}.example")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := template.Bind(netip.Prefix{}); err == nil {
		t.Error("the zero Prefix can be bound")
	}
}
