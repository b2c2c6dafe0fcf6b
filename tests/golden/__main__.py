"""Write both files anew; read them aloud before they are committed."""

from tests.golden import LANGUAGES, path, tell

for lang in LANGUAGES:
    path(lang).write_text(tell(lang), encoding="utf-8")
