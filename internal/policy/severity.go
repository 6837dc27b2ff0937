package policy

import "fmt"

// A Severity says what a finding of a check does to a name.
type Severity uint8

const (
	// Off does not even report it.
	Off Severity = iota
	// Warn reports it; the name is served.
	Warn
	// Reject reports it; the name is not served.
	Reject
)

var severityWords = [...]string{"off", "warn", "reject"}

// String returns the word that configurations use.
func (s Severity) String() string { return severityWords[s] }

// ParseSeverity reads off, warn or reject.
func ParseSeverity(word string) (Severity, error) {
	for i, w := range severityWords {
		if w == word {
			return Severity(i), nil
		}
	}
	return 0, fmt.Errorf("severity %s: want off, warn or reject", quote(word))
}

// A Level is a preset: the severity of every check that is not set by itself.
type Level uint8

const (
	// LevelDefault refuses what is very likely meant to deceive. It is the zero
	// Level, so that a configuration without a word gets it.
	LevelDefault Level = iota
	// LevelOff judges only what no level turns off: the syntax, and our own zones.
	LevelOff
	// LevelObserve reports everything and refuses only what LevelOff does. It
	// shows what a stricter level would do to the names of today.
	LevelObserve
	// LevelLenient warns of names near a protected one, where an honest name
	// may happen to be.
	LevelLenient
	// LevelStrict refuses whatever LevelDefault warns of.
	LevelStrict
)

var levelWords = [...]string{"default", "off", "observe", "lenient", "strict"}

// String returns the word that configurations use.
func (l Level) String() string { return levelWords[l] }

// ParseLevel reads off, observe, lenient, default or strict.
func ParseLevel(word string) (Level, error) {
	for i, w := range levelWords {
		if w == word {
			return Level(i), nil
		}
	}
	return 0, fmt.Errorf("level %s: want off, observe, lenient, default or strict", quote(word))
}
