"""How the environment and the browser are chosen, without installing anything."""

import sys

import pytest

from scripts import bootstrap, browser


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """A PATH with nothing on it, and a way to put programs there."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "playwright"))
    for variable in ("CHROMIUM_PATH", "WAYFINDING_BROWSER", "CI"):
        monkeypatch.delenv(variable, raising=False)

    def put(name):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o755)
        return str(path)

    return put


def test_without_a_browser_none_is_found(programs):
    assert browser.find_browser() is None


def test_a_named_browser_comes_before_one_on_the_path(programs, monkeypatch):
    programs("chromium")
    monkeypatch.setenv("CHROMIUM_PATH", programs("mine/chrome"))
    assert browser.find_browser() == programs("mine/chrome")


def test_a_named_browser_that_is_not_there_is_not_replaced(programs, monkeypatch):
    programs("chromium")
    monkeypatch.setenv("CHROMIUM_PATH", "/nowhere/chrome")
    assert browser.find_browser() is None


def test_a_browser_on_the_path_comes_before_the_one_that_playwright_brought(programs):
    own = programs("playwright/chromium-1200/chrome-linux64/chrome")
    assert browser.find_browser() == own
    assert browser.find_browser() != programs("google-chrome") == browser.find_browser()


@pytest.mark.parametrize(
    ("choice", "ci", "required"),
    [(None, None, False), (None, "true", True), ("required", None, True), ("optional", "true", False)],
)
def test_a_browser_is_required_by_the_variable_or_else_in_ci(programs, monkeypatch, choice, ci, required):
    for name, value in (("WAYFINDING_BROWSER", choice), ("CI", ci)):
        if value:
            monkeypatch.setenv(name, value)
    assert browser.is_required() is required


def test_a_missing_browser_ends_the_run_only_where_it_is_required(programs, monkeypatch, capsys):
    browser.complain("no browser")
    assert "skipped: no browser" in capsys.readouterr().err
    monkeypatch.setenv("CI", "true")
    with pytest.raises(SystemExit, match="no browser"):
        browser.complain("no browser")


def test_a_mistyped_choice_says_what_would_be_right(programs, monkeypatch):
    monkeypatch.setenv("WAYFINDING_BROWSER", "no")
    with pytest.raises(SystemExit, match="may be required or optional"):
        browser.is_required()


def test_a_python_that_is_too_old_is_refused_in_one_line(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["bootstrap", str(tmp_path / "new")])
    monkeypatch.setattr(bootstrap, "OLDEST", (9, 0))
    with pytest.raises(SystemExit, match="name one by make PYTHON="):
        bootstrap.main()
    assert not (tmp_path / "new").exists()


def test_the_ways_to_pip_are_tried_in_order_and_the_last_word_says_what_to_install(tmp_path, monkeypatch):
    tried = []
    for way in ("make_with_ensurepip", "install_venv_package", "take_pip_from_debian"):
        monkeypatch.setattr(bootstrap, way, lambda folder, way=way: tried.append(way))
    monkeypatch.setattr(sys, "argv", ["bootstrap", str(tmp_path / "new")])
    with pytest.raises(SystemExit, match=r"apt-get install python3\.\d+-venv"):
        bootstrap.main()
    assert tried == ["make_with_ensurepip", "install_venv_package", "take_pip_from_debian"]


def test_an_environment_that_works_is_kept(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["bootstrap", sys.prefix])
    monkeypatch.setattr(bootstrap, "make_with_ensurepip", lambda folder: pytest.fail("made anew"))
    bootstrap.main()


def test_nobody_without_rights_is_sent_to_apt(programs, monkeypatch):
    programs("apt-get")
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setattr(bootstrap, "run", lambda command: pytest.fail(f"started {command}"))
    assert bootstrap.apt_install("chromium") is False
