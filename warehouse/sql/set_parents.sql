-- The parent of an organization, where an article names one that is not the organization itself.
UPDATE organizations SET parent_organization_id = parents.parent_id
FROM (
  SELECT organization_id, max(parent.entity_id) AS parent_id
  FROM organizations
  LEFT JOIN article_entities AS child
    ON child.entity_id = organization_id AND child.parent_entity_id IS NOT NULL
  LEFT JOIN article_entities AS parent
    ON parent.article_entity_id = child.parent_entity_id AND parent.entity_id <> child.entity_id
  GROUP BY organization_id
) AS parents
WHERE parents.organization_id = organizations.organization_id
  AND parents.parent_id IS DISTINCT FROM parent_organization_id
