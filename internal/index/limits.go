package index

// The bounds of the package.
const (
	// maxAttrs bounds the distinct combinations of TTL, class, owner and source
	// in one snapshot. Mappings beyond it are refused by NewSnapshot.
	maxAttrs = 1 << 20

	// leafSize is the largest number of IPv6 addresses in one packed leaf, and
	// fanOut that of the leaves below one branch.
	leafSize = 128
	fanOut   = 256

	// maxPlain is the longest query name in presentation form that is looked
	// up whole. A longer one holds escapes, and no name of ours does.
	maxPlain = 255
)
