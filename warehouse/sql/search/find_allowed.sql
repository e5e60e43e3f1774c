-- Grain: version_key. The articles that fit a question.
select version_key
from articles
where
    is_current
    and contains(lower(outlet), lower($outlet)) -- if outlet
    and published_at >= $since -- if since
    and published_at < $until -- if until
    and article_id in (select unnest($article_ids::json::varchar[])); -- if article_ids
