-- Full-text search as tables of its own, so that a load adds its articles to the index instead of making it again.
-- DuckDB's own index (fts) takes as long as all articles take, every time; its stemmer is still what is used.

drop schema if exists fts_main_search_text cascade;
drop table search_text;

create macro search_words(words) as
    list_transform(
        list_filter(
            string_split_regex(strip_accents(searchable(words)), '[^\p{L}\p{N}]+'),
            lambda word: word <> ''
        ),
        lambda word: stem(word, 'english')
    );
comment on macro search_words is 'The words that full-text search sees in a text or a query, reduced to their stems (needs the extension fts).';
create macro search_key(word) as md5_number_lower(word);
comment on macro search_key is 'A word as search_postings and search_arrivals have it: half of its MD5.';

create table search_articles (
    article_id varchar primary key,
    version varchar not null,
    number integer not null,
    words integer not null
);
comment on table search_articles is 'Which articles full-text search knows, and in which version. Grain: article_id.';
comment on column search_articles.article_id is 'The article, as in articles.';
comment on column search_articles.version is 'The version, as in articles.';
comment on column search_articles.number is 'Its number in search_postings and search_arrivals: given in the order of loading, and never again.';
comment on column search_articles.words is 'How many words it has, headline included.';

create table search_postings (
    word ubigint not null,
    number integer not null,
    hits integer not null
);
comment on table search_postings is 'In which articles a word stands, in order of word and number; a number that is not in search_articles is of an older version. Grain: word, number.';
comment on column search_postings.word is 'search_key of the word.';
comment on column search_postings.number is 'The article, as in search_articles.';
comment on column search_postings.hits is 'How often the word stands in it; once in the headline counts three times.';

create table search_arrivals (
    word ubigint not null,
    number integer not null,
    hits integer not null
);
comment on table search_arrivals is 'The same of the articles that came last; they move to search_postings when they have become many. Grain: word, number.';
comment on column search_arrivals.word is 'search_key of the word.';
comment on column search_arrivals.number is 'The article, as in search_articles.';
comment on column search_arrivals.hits is 'How often the word stands in it; once in the headline counts three times.';

-- The articles that are there already.
insert into search_articles
select article_id, version, row_number() over (order by article_id), 0
from articles
where is_current;
insert into search_postings
with said as (
    select number, unnest(search_words(title)) as word, 3 as hits
    from articles join search_articles using (article_id, version)
    union all
    select number, unnest(search_words(text)), 1
    from articles join search_articles using (article_id, version)
)
select search_key(word) as word, number, sum(hits)
from said
group by all
order by all;
update search_articles set words = counted.words
from (select number, sum(hits) as words from search_postings group by number) as counted
where counted.number = search_articles.number;
