"""The preview server: the site rendered in memory, served on this machine, rebuilt after each save."""
