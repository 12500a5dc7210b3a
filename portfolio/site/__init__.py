"""From a site's folder to a published one."""
