-- `concerned`: every entity, in a draft that holds no other articles than those of this run.
CREATE TEMP TABLE concerned AS SELECT article_entity_id, article_id, entity_type, blocks FROM article_entities
