package confirm_test

import (
	"net"
	"testing"

	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
)

// quick starts a server that costs next to nothing: it turns the query into the
// answer in place.
func quick(b *testing.B) string {
	b.Helper()
	udp, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		b.Fatal(err)
	}
	done := make(chan struct{})
	b.Cleanup(func() { _ = udp.Close(); <-done })
	record := []byte{0xc0, 12, 0, 1, 0, 1, 0, 0, 1, 44, 0, 4, 192, 0, 2, 25}
	go func() {
		defer close(done)
		buf := make([]byte, 4096)
		for {
			n, from, err := udp.ReadFromUDPAddrPort(buf)
			if err != nil {
				return
			}
			buf[2] |= 0x80
			buf[3], buf[7], buf[11] = 0x80, 1, 0
			n -= 11 // the OPT record
			n += copy(buf[n:], record)
			_, _ = udp.WriteToUDPAddrPort(buf[:n], from)
		}
	}()
	return udp.LocalAddr().String()
}

// BenchmarkAsk asks over UDP; the time of the server is in it.
func BenchmarkAsk(b *testing.B) {
	r := resolver(b, quick(b))
	b.ReportAllocs()
	for b.Loop() {
		if got := r.Ask(b.Context(), question); got.Outcome != confirm.Addresses {
			b.Fatalf("%+v", got)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "questions/s")
}

// BenchmarkAskParallel keeps eight questions on their way for each processor.
func BenchmarkAskParallel(b *testing.B) {
	r := resolver(b, quick(b))
	b.ReportAllocs()
	b.SetParallelism(8)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if got := r.Ask(b.Context(), question); got.Outcome != confirm.Addresses {
				b.Errorf("%+v", got)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "questions/s")
}

// BenchmarkAskTLS asks over one connection.
func BenchmarkAskTLS(b *testing.B) {
	_, r := private(b, truly)
	b.ReportAllocs()
	for b.Loop() {
		if got := r.Ask(b.Context(), question); got.Outcome != confirm.Addresses {
			b.Fatalf("%+v", got)
		}
	}
}

// BenchmarkReply reads messages of different sizes.
func BenchmarkReply(b *testing.B) {
	for _, bench := range []struct {
		name string
		n    int
	}{{"1", 1}, {"4000", 4000}} {
		b.Run(bench.name, func(b *testing.B) {
			var packet []byte
			c := &call{stream: true, send: func(p []byte) { packet = p }, query: new(dns.Msg).SetQuestion(host, dns.TypeA)}
			many(bench.n)(c)
			b.ReportAllocs()
			for b.Loop() {
				if got := confirm.ReadReply(packet, question); len(got.Addrs) != bench.n {
					b.Fatalf("%+v", got)
				}
			}
		})
	}
}
