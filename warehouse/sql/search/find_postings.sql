-- Grain: number. In which articles one word stands, and how often; $term is its place among the words of the question.
select $term::utinyint as term, number, hits from search_postings where word = $word
union all
select $term::utinyint as term, number, hits from search_arrivals where word = $word
