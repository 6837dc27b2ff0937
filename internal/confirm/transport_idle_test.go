package confirm_test

import (
	"net"
	"testing"
	"testing/synctest"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
)

// ended waits until the other side has closed the connection.
func ended(conn net.Conn) {
	for {
		if _, err := conn.Read(make([]byte, 1)); err != nil {
			return
		}
	}
}

func TestIdleExpires(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var idle confirm.Idle
		ours, theirs := net.Pipe()
		idle.Put(ours)
		ended(theirs)
		if conn := idle.Take(); conn != nil {
			t.Error("a closed connection was kept")
		}
	})
}

// The newest connection is taken first, and its time does not run out then.
func TestIdleTake(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var idle confirm.Idle
		older, olderEnd := net.Pipe()
		newer, newerEnd := net.Pipe()
		idle.Put(older)
		idle.Put(newer)
		if conn := idle.Take(); conn != newer {
			t.Error("not the newest one")
		}
		ended(olderEnd)
		go func() { _, _ = newer.Write([]byte("x")) }()
		if _, err := newerEnd.Read(make([]byte, 1)); err != nil {
			t.Error(err)
		}
		_ = newer.Close()
	})
}

func TestIdleBound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var idle confirm.Idle
		for range confirm.MaxIdle {
			conn, _ := net.Pipe()
			idle.Put(conn)
		}
		ours, theirs := net.Pipe()
		idle.Put(ours)
		ended(theirs)
		for range confirm.MaxIdle {
			if conn := idle.Take(); conn == nil || conn == ours {
				t.Errorf("took %v", conn)
			}
		}
		if idle.Take() != nil {
			t.Error("more than were kept")
		}
	})
}
