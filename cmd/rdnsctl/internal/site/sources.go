package site

import (
	"fmt"
	"os"

	"github.com/rdnsmgr/rdnsmgr/internal/config"
	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

var formats = map[config.Format]source.Format{config.Hosts: source.Hosts, config.Zone: source.Zone, config.CSV: source.CSV}

// readSources reads the mapping files once more, for the places of the mappings
// and the faults of the lines, which a snapshot does not have.
func (b *Block) readSources(o Options) error {
	for _, f := range b.Config.Files {
		path := o.locate(f.Path)
		data, err := os.ReadFile(path)
		if err != nil {
			return fmt.Errorf("reading mappings: %w", err)
		}
		set := source.Parse(data, source.Options{
			Path: path, Format: formats[f.Format], Origin: f.Origin, TTL: f.TTL, Owner: f.Owner, Class: f.Class,
		})
		b.Sources = append(b.Sources, Source{f, set})
	}
	return nil
}
