"""How much a source may be: beyond these bounds it is refused, so that no file takes the machine down.

They stand far above what news needs: the longest reports of magazines have some 30,000 words.
"""

MB = 1_000_000

TEXT_CHARS = 300_000  # of one article: some 50,000 words, for which the parser takes 1 GB; spaCy ends at a million
WORD_CHARS = 1_000  # between two spaces: the time of the tokenizer grows with its square
PAGE_BYTES = 10 * MB  # a .txt, .md or .html file
PAGE_ELEMENTS = 20_000  # of a page: the extractor takes minutes for 100,000; news pages have some thousands
LIST_BYTES = 100 * MB  # a .json file, which is read whole; .jsonl, .csv and .parquet may be of any size
RECORD_CHARS = 10 * MB  # a line of .jsonl, or a row of .csv with all its lines
ROW_JSON_CHARS = 100_000  # of a refused record that the quarantine keeps
METADATA_CHARS = 64_000  # front matter or a sidecar: all of it is read before the article
METADATA_DEPTH = 5
ID_CHARS = 500

UNPACKED_BYTES = 100 * MB  # what an archive may unpack to, whatever its size
UNPACK_RATIO = 100  # above that: unpacked bytes a packed byte. Text packs to a third or a tenth
