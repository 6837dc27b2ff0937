package config_test

import "testing"

func TestMailbox(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"plain":           {"hostmaster.host.example", "hostmaster.host.example."},
		"final dot":       {"hostmaster.host.example.", "hostmaster.host.example."},
		"capitals":        {"HostMaster.Host.Example", "hostmaster.host.example."},
		"dot in front":    {`john.doe\.smith.host.example`, ""},
		"escaped dot":     {`john\.doe.host.example`, `john\.doe.host.example.`},
		"plus sign":       {"dns+admin.host.example", "dns+admin.host.example."},
		"of a domain":     {"hostmaster.example", "hostmaster.example."},
		"other escape":    {`john\032doe.host.example`, ""},
		"escape at end":   {`john\`, ""},
		"no label behind": {"hostmaster.", ""},
	} {
		t.Run(name, func(t *testing.T) {
			b, err := parse([]string{"host.example"}, "rdnsmgr {\n ns ns1.example.net\n soa ns1.example.net "+test.text+"\n}")
			switch {
			case test.want == "" && err == nil:
				t.Errorf("mailbox %s was read as %s", test.text, b.Zones[0].SOA.RName)
			case test.want != "" && err != nil:
				t.Error(err)
			case test.want != "" && b.Zones[0].SOA.RName != test.want:
				t.Errorf("mailbox %s was read as %s, want %s", test.text, b.Zones[0].SOA.RName, test.want)
			}
		})
	}
}
