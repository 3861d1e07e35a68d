"""Output files in, their body text out: one independent reader a format."""
