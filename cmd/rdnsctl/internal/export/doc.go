// Package export writes mappings in the forms that the server and others read:
// hosts lines, CSV, zone files and JSON. What a form cannot carry is counted, so
// that nothing gets lost without a word.
package export
