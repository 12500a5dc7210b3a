"""GitHub statistics: fetched into a snapshot on demand, computed from it without network or clock."""
