-- The indexes that questions about an entity call for, the last published first.
create index claims_subject on claims (subject_id, published_at desc, claim_id);
create index claims_reference on claims (reference_id, published_at desc, claim_id);
create index claims_article on claims (article_id);
analyze;
