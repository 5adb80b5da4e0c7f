"""Licences and authors, from copyright files and READMEs."""

import pytest

from tools.photos.licences import clean_author, is_free, paragraph_of, parse_copyright, parse_readme

COPYRIGHT = """\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/

Files: *
Copyright: 2014, The Team <team@example.org>
License: GPL-2+

Files: src/animals/*
Copyright: 2010-2012 Ann
           © 2013 Bob
License: CC-BY-SA-3.0

Files: src/animals/bear.jpg
 16.04/lamp_by_Eve.jpg
Copyright: Eve, 2018
License: CC-BY-NC-4.0
"""


@pytest.mark.parametrize(
    "licence",
    [
        "GPL-2+", "LGPLv3", "CC-BY-SA-4.0", "CC0-1.0", "Public Domain", "public-domain", "BSD-2-clause",
        "GPL-3 or CC-BY-NC-2.0", "CC0-1.0 and CC-BY-3.0", "LGPL-2.1+", "GNU-FDL",
    ],
)  # fmt: skip
def test_free(licence):
    assert is_free(licence)


@pytest.mark.parametrize(
    "licence", ["", "CC-BY-NC-4.0", "CC-BY-ND-3.0", "proprietary", "CC-sampling-plus-1.0"]
)
def test_not_free(licence):
    assert not is_free(licence)
    assert not is_free(f"GPL-2+ and {licence or 'unknown'}")


@pytest.mark.parametrize(
    ("path", "author", "licence"),
    [
        ("/usr/share/readme.png", "The Team", "GPL-2+"),
        ("/app/src/animals/cat.webp", "Ann; Bob", "CC-BY-SA-3.0"),
        ("/app/src/animals/bear.webp", "Eve", "CC-BY-NC-4.0"),
        ("/usr/share/backgrounds/lamp_by_Eve.jpg", "Eve", "CC-BY-NC-4.0"),
        ("/app/src/plants/bear.webp", "Eve", "CC-BY-NC-4.0"),
    ],
)
def test_paragraph_of(path, author, licence):
    found = paragraph_of(path, parse_copyright(COPYRIGHT))
    assert found is not None
    assert (found.author, found.licence) == (author, licence)


def test_a_readme_says_more_than_the_package():
    text = "Copyright: Ann, 2019\nSource: somewhere\nLicense: CC-BY-SA 4.0\nFiles:\nbear.webp\nb/cat.webp\n\n"
    found = parse_copyright(COPYRIGHT) + parse_readme("/app/src/animals/README", text * 2)
    for name in ("bear", "b/cat"):
        paragraph = paragraph_of(f"/app/src/animals/{name}.webp", found)
        assert paragraph is not None
        assert (paragraph.author, paragraph.licence) == ("Ann", "CC-BY-SA-4.0")


def test_an_author_is_a_name_alone():
    assert clean_author("© 2016-2018 Drew DeVault <sir@example.org>") == "Drew DeVault"
