"""The query language and the full-text index.

A query is parsed into a tree (`query`, `parser`), printed back (`printer`), asked of a tantivy
index (`ask`, `index`) and matched once more against the words of one text to mark them (`marks`).
What a word is, is said in one place (`words`), for the index, the query and the marks alike.
"""
