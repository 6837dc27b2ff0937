package rdnsmgr

import (
	"context"
	"reflect"
	"sync"

	"github.com/coredns/coredns/plugin/metrics"
	"github.com/coredns/coredns/request"

	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/internal/index"
)

// On most servers no plugin in front of us wants to see the message of a reply.
// Then none is made, and the reply is written in wire format.

// packets are used again: those that take octets do not keep them.
var packets = sync.Pool{New: func() any { return new(packet) }}

// answerDirectly writes the reply to a question without making a message, and
// reports whether it did.
func (h *Handler) answerDirectly(ctx context.Context, w dns.ResponseWriter, r *dns.Msg, s *index.Snapshot, a *index.Answer) (done bool, err error) {
	recorder, ok := takesOctets(w)
	if !ok {
		return false, nil
	}
	p := packets.Get().(*packet)
	kind, ok := p.answer(s, a, r)
	if ok {
		h.count(ctx, a, kind)
		_, err = w.Write(p.octets)
		if recorder != nil { // over TCP, what it has seen has two octets more
			recorder.Rcode, recorder.Len = int(p.octets[3]&0x0f), len(p.octets)
		}
	}
	packets.Put(p)
	return ok, err
}

// maxWriters is how many writers may stand between us and the server's own.
const maxWriters = 16

// takesOctets reports whether nobody between us and the client needs a message.
// The metrics plugin does not, if it is told the code and the size; its recorder is
// nil when there is none.
func takesOctets(w dns.ResponseWriter) (recorder *metrics.Recorder, ok bool) {
	var writer any = w
	for range maxWriters {
		switch outer := writer.(type) {
		case *request.ScrubWriter: // what it does to a message is done
			return recorder, isResponse(outer.ResponseWriter)
		case *metrics.Recorder:
			recorder, writer = outer, outer.ResponseWriter
		default:
			inner, ok := throughPlugin.inside(outer)
			if !ok {
				return nil, false
			}
			writer = inner.Interface()
		}
	}
	return nil, false
}

// isResponse reports whether a writer is the server's own for UDP, TCP and TLS, and
// writes octets itself: a server may be told to decorate it, as the shed plugin does,
// and what a decorator is to see must be written as a message.
func isResponse(w dns.ResponseWriter) bool {
	writer, ok := ofServer.inside(w)
	return ok && writer.Kind() == reflect.Pointer && writer.UnsafePointer() == reflect.ValueOf(w).UnsafePointer()
}

// Writers whose types have no names outside of their packages are known by
// reflection. When they have changed their form, replies are written as messages.
var (
	ofServer = hidden{pkg: "github.com/miekg/dns", name: "response", field: "writer"}
	// throughPlugin tells the metrics plugin who answers.
	throughPlugin = hidden{pkg: "github.com/coredns/coredns/plugin", name: "pluginWriter", field: "ResponseWriter"}
)
