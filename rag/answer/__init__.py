"""From evidence to an answer: read, select, compute, compose, draft."""
