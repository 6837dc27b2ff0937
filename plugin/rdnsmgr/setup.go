package rdnsmgr

import (
	"path/filepath"
	"slices"

	"github.com/coredns/caddy"
	"github.com/coredns/coredns/core/dnsserver"
	"github.com/coredns/coredns/plugin"

	"github.com/rdnsmgr/rdnsmgr/internal/config"
)

const name = "rdnsmgr"

func init() { plugin.Register(name, setup) }

// setup reads one rdnsmgr block. Faults are kept until all blocks were read,
// so that they are reported in one go; see instance.start.
func setup(c *caddy.Controller) error {
	hook()
	server := dnsserver.GetConfig(c)
	h := &Handler{server: server}
	inst := instanceOf(c)
	block, err := config.Parse(c.ServerBlockKeys, c)
	inst.add(h, block, err, locate(server.Root))
	if err == nil {
		h.configure(block)
	}
	server.AddPlugin(func(next plugin.Handler) plugin.Handler {
		h.Next = next
		return h
	})
	return nil
}

// hook makes Caddy tell us when an instance has started. Caddy forgets all hooks
// when a signal makes it reload, so each set-up sees to it again.
func hook() {
	if !slices.Contains(caddy.ListPlugins()["event_hooks"], name) {
		caddy.RegisterEventHook(name, onEvent)
	}
}

// locate finds files as CoreDNS does: relative to the directory of the root
// plugin, or else to the working directory.
func locate(root string) func(string) string {
	return func(path string) string {
		if filepath.IsAbs(path) || root == "" {
			return filepath.Clean(path)
		}
		return filepath.Join(root, path)
	}
}
