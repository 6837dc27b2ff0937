package check

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/rdnsmgr/rdnsmgr/internal/policy"
)

// readList reads a file of domains and adds what is in it to list. The error has
// a line "file:line: text" for each fault.
func readList[T any](path string, read func(text string) ([]T, error), list *[]T) error {
	f, err := os.Open(path) //nolint:gosec // whoever runs the command names the file
	if err != nil {
		return fmt.Errorf("reading a list: %w", err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, policy.MaxList+1))
	if err != nil {
		return fmt.Errorf("reading a list: %w", err)
	}
	if len(text) > policy.MaxList {
		return fmt.Errorf("list %q: it has more than %d bytes; shorten it", path, policy.MaxList)
	}
	entries, err := read(string(text))
	*list = append(*list, entries...)
	return inFile(path, err)
}

// inFile puts the path in front of each line of an error, "line 3: text".
func inFile(path string, err error) error {
	if err == nil {
		return nil
	}
	var all []error
	for line := range strings.SplitSeq(err.Error(), "\n") {
		all = append(all, fmt.Errorf("%s:%s", path, strings.TrimPrefix(line, "line ")))
	}
	return errors.Join(all...)
}
