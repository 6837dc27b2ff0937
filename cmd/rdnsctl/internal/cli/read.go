package cli

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
	"github.com/rdnsmgr/rdnsmgr/internal/policy"
	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

// maxFile is the most that is read of one file: what the server reads.
const maxFile = int64(2) << 30

var sourceFormats = map[string]source.Format{"auto": source.Auto, "zone": source.Zone, "hosts": source.Hosts, "csv": source.CSV}

// hooks are what the server does with names beyond ASCII.
var hooks = source.Hooks{ToASCII: policy.ToASCII}

// readFile reads a file, or the standard input for "-".
func readFile(cmd *cobra.Command, path string) ([]byte, error) {
	in := cmd.InOrStdin()
	if path != "-" {
		f, err := os.Open(path) //nolint:gosec // whoever runs the command names the file
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	data, err := io.ReadAll(io.LimitReader(in, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("reading %q: %w", path, err)
	}
	if int64(len(data)) > maxFile {
		return nil, fmt.Errorf("reading %q: it has more than %d bytes: split it", path, maxFile)
	}
	return data, nil
}

// originFlag adds --origin.
func originFlag(cmd *cobra.Command) func() (string, error) {
	text := cmd.Flags().String("origin", "", "origin of zone files until they name their own, such as 2.0.192.in-addr.arpa")
	return func() (string, error) {
		if *text == "" {
			return "", nil
		}
		return hostname.Normalize(*text)
	}
}
