"""The knowledge of the rules, as small YAML files: one topic a file, its source in a comment."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def load_data(name: str) -> Any:
    """Content of `NAME.yml` of this folder; treat it as read-only, it is shared."""
    return yaml.load(files(__name__).joinpath(f"{name}.yml").read_text("utf8"), Loader=yaml.CSafeLoader)
