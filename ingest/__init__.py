"""From files to documents of articles and passages."""
