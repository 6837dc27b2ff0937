package console

import "os"

// IsTerminal tells whether people read what is written to f.
func IsTerminal(f any) bool {
	file, ok := f.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// Colour tells whether text written to f is to be coloured: on a terminal that
// can, unless NO_COLOR says no (https://no-color.org).
func Colour(f any) bool {
	term := os.Getenv("TERM")
	return os.Getenv("NO_COLOR") == "" && term != "" && term != "dumb" && IsTerminal(f)
}
