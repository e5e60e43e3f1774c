-- The texts in SQLite, with its full-text search; the claims table takes the columns of ours.
pragma journal_mode = off;
pragma synchronous = off;
create virtual table texts using fts5(article_id unindexed, title, body, tokenize = 'porter unicode61');
