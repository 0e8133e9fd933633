"""The query language and the full-text index. Not furnished yet."""
