"""The site while it is written: rendered in memory, served on this machine, followed save by save."""
