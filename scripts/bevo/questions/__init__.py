"""The canned questions: read, asked, reviewed, compared."""
