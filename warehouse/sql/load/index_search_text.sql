-- Full-text index over search_text. The default tokeniser throws digits away (H100, 18A, 80), so this one keeps every
-- letter and digit of any script. The index does not follow inserts: it is made again whenever search_text changed.
pragma create_fts_index(
    'search_text', 'article_id', 'title', 'body',
    stemmer = 'english', stopwords = 'none', ignore = '[^\p{L}\p{N}]+', strip_accents = 1, lower = 1, overwrite = 1
);
