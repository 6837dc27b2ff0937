// Command coredns is CoreDNS with rdnsmgr and the plugins that operators of
// authoritative servers put beside it. It takes CoreDNS's own flags: start with
// "coredns -conf Corefile", and see "coredns -plugins" for what is compiled in.
//
// Whoever needs another set of plugins adds one line to CoreDNS's plugin.cfg
// instead of editing this command; scripts/with-coredns.sh shows how.
package main

import (
	"context"
	"log"
	"os"
	"runtime/debug"

	"github.com/coredns/caddy"
	"github.com/coredns/coredns/core/dnsserver"
	"github.com/coredns/coredns/coremain"

	"github.com/rdnsmgr/rdnsmgr/cmd/coredns/internal/headroom"
	"github.com/rdnsmgr/rdnsmgr/cmd/coredns/internal/stacks"
)

// stacksVariable tells the size of the stacks on which queries start; package
// stacks says why.
const stacksVariable = "RDNSMGR_STACKS"

func main() {
	size, err := stacks.Size(os.Getenv(stacksVariable))
	if err != nil {
		log.Fatalf("%s is %v", stacksVariable, err)
	}
	stacks.Hold(size)
	if os.Getenv("GOGC") == "" { // else somebody has decided
		go headroom.Follow(context.Background())
	}
	if err := dnsserver.SetDirectives(directives); err != nil {
		log.Fatalf("setting the order of the plugins: %v", err)
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		caddy.AppVersion = version(coremain.CoreVersion, info)
		coremain.GitCommit = commit(info)
	}
	coremain.Run()
}
