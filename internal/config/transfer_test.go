package config_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rdnsmgr/rdnsmgr/internal/config"
)

func TestTransfer(t *testing.T) {
	read := func(line string) (*config.Block, error) {
		return parse([]string{"192.0.2.0/24"}, "rdnsmgr {\n"+servers+line+"\n}")
	}
	plain, err := read("")
	if err != nil || plain.Transfer != nil {
		t.Fatalf("without the property: %v, %v", plain.Transfer, err)
	}
	for form, managed := range map[string]bool{"expanded": false, "managed": true} {
		b, err := read("transfer " + form)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(&config.Transfer{Managed: managed, Pos: at("Corefile")(4)}, b.Transfer); diff != "" {
			t.Errorf("%s (-want +got):\n%s", form, diff)
		}
		if changed := b.Fingerprint != plain.Fingerprint; changed != managed {
			t.Errorf("%s changes the fingerprint: %t", form, changed)
		}
	}
	if _, err := read("transfer all"); message(err) != `Corefile:4: transfer "all": want expanded or managed` {
		t.Errorf("fault: %v", err)
	}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
