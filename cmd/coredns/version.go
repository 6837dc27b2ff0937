package main

import (
	"runtime/debug"
	"strings"
)

// version returns what "coredns -version" and the chaos plugin show after
// CoreDNS's name: the version of CoreDNS, then our own as SemVer build metadata.
// A build from a directory without version control has none of its own.
func version(core string, info *debug.BuildInfo) string {
	own := strings.TrimPrefix(info.Main.Version, "v")
	if own == "" || own == "(devel)" {
		return core + "+rdnsmgr"
	}
	return core + "+rdnsmgr." + strings.ReplaceAll(own, "+", ".")
}

// commit returns the commit that the go command stamped into the binary, or ""
// when there is none. CoreDNS prints it and puts it into coredns_build_info.
func commit(info *debug.BuildInfo) string {
	var revision, suffix string
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			revision = s.Value[:min(len(s.Value), 12)]
		case "vcs.modified":
			if s.Value == "true" {
				suffix = "-dirty"
			}
		}
	}
	if revision == "" {
		return ""
	}
	return revision + suffix
}
