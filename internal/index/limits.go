package index

// The bounds of the package.
const (
	// leafSize is the largest number of IPv6 addresses in one packed leaf, and
	// fanOut that of the leaves below one branch. A change copies a leaf, its
	// branch and the root.
	leafSize = 128
	fanOut   = 256

	// batchSize is how many addresses are packed at a time. They make full leaves,
	// and are still in a cache then.
	batchSize = 1 << 13

	// maxKept is how many members a slice may have to be kept for making the
	// next successor.
	maxKept = 512

	// maxScan is how many prefixes are looked through for a partial name that
	// fixes other bits than the first ones of its addresses. Beyond, the name
	// counts as existing: NODATA, which hides nothing below it.
	maxScan = 256

	// maxExtent is how many generated names and aliases of a zone are written
	// out: those of a /10 of IPv4 addresses.
	maxExtent = 1 << 22

	// maxPlain is the longest query name in presentation form that is looked
	// up whole. A longer one holds escapes, and no name of ours does.
	maxPlain = 255
)
