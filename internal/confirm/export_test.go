package confirm

var Registrable = registrable

// NewLanes returns Lanes with a bound.
func NewLanes[T any](most int) *Lanes[T] { return &Lanes[T]{most: most} }

// Domains returns the number of lanes.
func (l *Lanes[T]) Domains() int { return len(l.lanes) }
