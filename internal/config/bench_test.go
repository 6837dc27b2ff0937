package config_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/config"
)

// The configurations of the benchmarks are those of a large network.
const (
	manyPools     = 5000
	manyTemplates = 2000
)

// corefile returns a Corefile for 10.0.0.0/8 and host.example with pools.
func corefile(pools string) string {
	return "10.in-addr.arpa host.example {\n rdnsmgr {\n" + pools +
		"soa ns1.example.net hostmaster.host.example\n ns ns1.example.net\n }\n}\n"
}

// slash24 returns the i-th /24 of 10.0.0.0/8.
func slash24(i int) string { return fmt.Sprintf("10.%d.%d.0/24", i/256, i%256) }

func repeat(n int, line func(i int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(line(i))
		b.WriteByte('\n')
	}
	return b.String()
}

// large returns Corefiles with thousands of pools, by name.
func large() map[string]string {
	return map[string]string{
		"one template": corefile(repeat(manyPools, func(i int) string {
			return "pool " + slash24(i) + " ip-{ip}.host.example"
		})),
		"one template without the whole address": corefile(repeat(manyPools, func(i int) string {
			return "pool " + slash24(i) + " {b}-{c}-{d}.host.example"
		})),
		"literal in front": corefile(repeat(manyTemplates, func(i int) string {
			return fmt.Sprintf("pool %s c%d-{ip}.host.example", slash24(i), i)
		})),
		"literal behind": corefile(repeat(manyTemplates, func(i int) string {
			return fmt.Sprintf("pool %s {ip}-c%d.host.example", slash24(i), i)
		})),
		"literal label": corefile(repeat(manyTemplates, func(i int) string {
			return fmt.Sprintf("pool %s {host}.c%d.host.example", slash24(i), i)
		})),
		"two templates": corefile(repeat(manyPools, func(i int) string {
			return "pool " + slash24(i) + []string{" {ip}.host.example", " {hex}.host.example"}[i%2]
		})),
		"owners": corefile(repeat(manyPools, func(i int) string {
			return fmt.Sprintf("owner c%d %s", i, slash24(i))
		})),
		"records": corefile(repeat(manyPools, func(i int) string {
			return fmt.Sprintf("pool %s ip-{ip}.host.example\nrecord w%d.host.example A 192.0.2.1", slash24(i), i)
		})),
	}
}

func BenchmarkRead(b *testing.B) {
	for name, text := range large() {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := config.Read("Corefile", strings.NewReader(text)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
