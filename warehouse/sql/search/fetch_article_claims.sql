-- Grain: article. The keys of the claims of some articles.
select article, claims from article_claims where article in ($keys);
