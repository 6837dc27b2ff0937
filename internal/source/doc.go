// Package source turns the files that operators keep into mappings and
// records, and notices when such a file changes.
//
// Mapping files come in three forms: hosts lines, zone files with PTR records,
// and CSV with a header. Parse reads them all. A line that is wrong is reported
// with its place and left out; it never stops the good ones. What this package
// cannot know, such as whose an address is, it asks the Hooks. Accident tells
// whether a new content looks like a mistake that should wait for a person.
// ParseRecord and ParseRecords read the static records of our own zones. A
// Watch observes one file by stat.
//
// Nothing here sleeps, logs, or leaves a goroutine behind. Start with set.go; hosts.go,
// zone.go and csv.go hold one form each, name.go what a name may be, rows.go and arena.go
// what holds the mappings and their names, sort.go and duplicates.go what is done with all
// mappings together, logical.go and master.go what zone and record files share, outline.go
// what is remembered of a content, marks.go where that is cut, carried.go what one part of
// it tells the next, recorder.go how that is made of other forms than hosts, changes.go
// what reads only what changed, ordered.go and scattered.go how, reading.go what parses a
// large file while it is read, parts.go and stream.go what does that to a list with several
// goroutines, window.go what does it to other forms, watch.go the observer, limits.go every
// bound.
package source
