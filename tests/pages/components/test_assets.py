"""The stylesheet is ours: nothing of GOV.UK's brand, nothing fetched, made once."""

import json
import re

from service.assets.build import build
from service.pages.rendering import STATIC


def stylesheet() -> str:
    manifest = json.loads((STATIC / "manifest.json").read_text())
    return (STATIC / str(manifest["files"]["accord.css"])).read_text()


def test_the_stylesheet_carries_no_brand_and_fetches_nothing() -> None:
    assert not re.search(r"GDS Transport|@font-face|@import|url\(", stylesheet())


def test_the_header_is_ink_with_an_amber_rule() -> None:
    assert ".accord-header{border-bottom:4px solid #f2a900;background:#1b2a4a;" in stylesheet()


def test_nothing_is_made_twice() -> None:
    assert build() is False
