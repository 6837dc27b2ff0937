package manager_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

// TestRun makes sure that Run looks at the files and ends with its context.
func TestRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t)
		l.write("customers.map", hosts(1, 3))
		if err := l.try("mappings customers.map\nstate memory"); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() {
			l.manager.Run(ctx)
			close(ended)
		}()
		synctest.Wait()
		l.write("customers.map", hosts(1, 4))
		<-time.After(300 * time.Millisecond)
		synctest.Wait()
		l.wantName("192.0.2.4", "host4.example.org. 3600")
		cancel()
		<-ended
	})
}
