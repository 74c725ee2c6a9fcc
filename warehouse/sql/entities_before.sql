-- What the articles in `touched` said of their entities before this run, kept until it settles who is who.
CREATE TEMP TABLE entities_before AS FROM article_entities WHERE article_id IN (FROM touched)
