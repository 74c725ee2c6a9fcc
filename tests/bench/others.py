"""Another tool over the texts of a folder: prints the seconds that it takes, loading apart; exits with 4 without it.

`python tests/bench/others.py TOOL FOLDER`, TOOL one of `quantulum3` (figures), `dateparser` (dates), `textacy` (direct
quotations, behind a pass of bare spaCy).
"""

import sys
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

from spacy.tokens import Doc

NOT_INSTALLED = 4
Reader = Callable[[Sequence[str]], object]


def load_quantulum3() -> Reader:
    """Finds quantities."""
    from quantulum3 import classifier, parser

    classifier.USE_CLF = False  # its trained classifier is of an old scikit-learn
    return lambda texts: [parser.parse(text) for text in texts]


def load_dateparser() -> Reader:
    """Finds dates."""
    from dateparser.search import search_dates

    return lambda texts: [search_dates(text, languages=["en"]) for text in texts]


def load_textacy() -> Reader:
    """Finds direct quotations in the parsed texts."""
    import bare_pipe
    from textacy.extract import direct_quotations

    nlp = bare_pipe.load()

    def quotations(doc: Doc) -> list[object]:
        try:
            return list(direct_quotations(doc))
        except ValueError:  # it refuses a text with a quotation that is not closed
            return []

    return lambda texts: [quotations(doc) for doc in nlp.pipe(texts)]


TOOLS = {"quantulum3": load_quantulum3, "dateparser": load_dateparser, "textacy": load_textacy}


def main(tool: str, folder: Path) -> None:
    """Load the tool, time it on all texts."""
    warnings.filterwarnings("ignore")
    try:
        read = TOOLS[tool]()
    except ImportError:
        sys.exit(NOT_INSTALLED)
    texts = [path.read_text("utf8") for path in sorted(folder.rglob("*.txt"))]
    read(["The mayor said on May 3, 2020: “We paid $3 million for 12 buses.”"])
    began = time.perf_counter()
    read(texts)
    print(time.perf_counter() - began)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
