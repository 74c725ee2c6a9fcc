"""The table `entity_changes`."""

from schemas.columns import Integer, Table, Text, column


class EntityChanges(Table):
    """One row per id whose articles a run gave another id, and the id that they went to."""

    run_id: Text = column(
        "Run that changed it; `runs` says when", example="run_7c1e0d5f2b9a4e66", key=True, refers_to="runs.run_id"
    )
    entity_type: Text = column("What it is", example="person", isin=["person", "organization", "place"])
    old_entity_id: Text = column("Id until then", example="person_0b6f1d2e9a7c4438", key=True)
    old_name: Text = column("Name under that id until then", example="Matt Beevers")
    new_entity_id: Text = column("Id since then", example="person_5f1c77d0a2b94e36", key=True)
    new_name: Text = column("Name under that id since then", example="Matthew P. Beevers")
    change_type: Text = column(
        "`merge`: it joined others; `split`: it went to more than one id, of which it may be one; `rename`: all of it, "
        "and nothing that was there before, goes by another id",
        example="rename",
        isin=["merge", "split", "rename"],
    )
    reason: Text = column("Evidence for the new id", example="`Matt Beevers` agrees with `Matthew P. Beevers`")
    article_count: Integer = column("Articles whose mentions went over", unit="articles", example=2, ge=1)
