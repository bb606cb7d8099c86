"""The report in a real browser: what a reader sees, clicks and types, with a script and without."""

from contextlib import contextmanager
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from in_browser import new_page
from report_samples import count_sentences, hostile_study, write_report, write_study

pytestmark = pytest.mark.browser

AID_AND_WAR = "theme=topic/aid&also=topic/war"


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return write_study(tmp_path_factory.mktemp("study") / "tiny")


@pytest.fixture(scope="module")
def address(study, tmp_path_factory):
    return write_report(tmp_path_factory.mktemp("report"), study).as_uri()


@contextmanager
def watched(page):
    """Watch a page: nothing is written on the console, and nothing is requested."""
    said = []
    requested = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: requested.append(request.url))
    yield page
    assert said == []
    assert {url.partition("#")[0] for url in requested if not url.startswith("file:")} == set()
    assert len({url.partition("#")[0] for url in requested}) <= 1


@pytest.fixture
def page(browser):
    with new_page(browser, 1280, 800) as page, watched(page):
        yield page


def panel_of(page) -> list[str]:
    """The sentences in the panel."""
    return page.locator("#panel-list > li > q").all_inner_texts()


def bar(page, where: str):
    return page.locator(f"svg a[href='#{where}']").first


def expected(study, where: str) -> list[str]:
    return [" ".join(text.split()) for text in count_sentences(study, where)["sentence"]]


# -- charts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["theme=topic/aid", "theme=tone/praise", AID_AND_WAR])
def test_a_click_on_a_bar_shows_its_sentences(study, address, page, where):
    page.goto(address)
    assert page.locator("#panel").is_hidden()
    bar(page, where).click()
    assert page.locator("#panel").is_visible()
    sentences = expected(study, where)
    assert panel_of(page) == sentences
    assert page.locator("#panel-count").inner_text() == f"{len(sentences)} sentences"
    assert page.locator("#panel-title").inner_text().startswith("bar ")
    assert page.url == f"{address}#{where}"
    assert page.evaluate("document.activeElement.id") == "panel-title"


def test_only_the_matches_of_the_theme_are_marked(address, page):
    page.goto(f"{address}#theme=topic/war")
    marks = page.locator("#panel-list mark").all_inner_texts()
    assert marks == ["War", "help in war", "War", "war"]


def test_closing_leads_back_to_the_bar(address, page):
    page.goto(address)
    bar(page, AID_AND_WAR).click()
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()
    assert page.url == address
    assert page.evaluate("document.activeElement.getAttribute('href')") == f"#{AID_AND_WAR}"


def test_an_address_that_was_sent_opens_the_sentences(study, address, page):
    for sent in (AID_AND_WAR, quote(AID_AND_WAR)):
        page.goto("about:blank")
        page.goto(f"{address}#{sent}")
        assert panel_of(page) == expected(study, AID_AND_WAR)


def test_back_leads_from_the_place_to_the_panel_and_from_there_to_the_page(study, address, page):
    page.goto(address)
    bar(page, "theme=topic/war").click()
    page.locator("#panel-list .place").nth(1).click()
    assert page.url == f"{address}#s-1-3"
    place = page.locator("#s-1-3")
    assert place.inner_text().startswith("They help in war")
    box = place.bounding_box()
    assert 0 <= box["y"] <= 700
    assert "here" in place.get_attribute("class")
    page.go_back()
    assert panel_of(page) == expected(study, "theme=topic/war")
    page.locator("#panel-back").click()
    page.wait_for_function("document.getElementById('panel').hidden")
    assert page.url == address


def test_hovering_and_focus_show_the_number(address, page):
    page.goto(address)
    bar(page, "theme=topic/aid").hover()
    assert page.locator("#said").inner_text() == "bar 0 of theme-prevalence: 4 sentences"
    page.mouse.move(0, 0)
    assert page.locator("#said").is_hidden()


def test_the_keyboard_is_enough(study, address, page):
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    first = "document.activeElement.closest('svg') !== null"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(first):
            break
    assert page.evaluate(first)
    assert page.locator("#said").inner_text() == "bar 0 of theme-prevalence: 4 sentences"
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert page.evaluate(outline) == "solid"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    assert page.locator("#said").inner_text() == "bar 2 of theme-prevalence: 3 sentences"
    page.keyboard.press("Enter")
    assert panel_of(page) == expected(study, "theme=tone/praise")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "place"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#theme=tone/praise"
    page.keyboard.press("Tab")  # one stop per chart
    next_chart = "document.activeElement.closest('figure').id"
    assert page.evaluate(next_chart) == "chart-reading-map"


# -- the texts -------------------------------------------------------------------------------------


def test_search_finds_sentences_whatever_their_case_and_accents(address, page):
    page.goto(address)
    page.locator("#term").fill("HÉLP")
    page.locator("#term").press("Enter")
    assert panel_of(page) == ["They help in war, and that help is generous."]
    page.locator("#term").fill("war")
    page.locator("#search button[type=submit]").click()
    assert len(panel_of(page)) == 4
    assert page.locator("#panel-list mark").all_inner_texts() == ["War", "war", "War", "war"]
    page.locator("#back").click()
    page.wait_for_function("document.querySelectorAll('#panel-list > li').length === 1")
    page.locator("#term").fill("no such word")
    page.locator("#term").press("Enter")
    assert page.locator("#panel-count").inner_text() == "no sentence"


def test_themes_can_be_switched_off_and_on(address, page):
    page.goto(address)
    page.locator(".tools summary").click()
    unmarked = page.locator("#view mark.off")
    assert unmarked.count() == 0
    page.locator(".toggles label", has_text="Praise").click()
    assert unmarked.all_inner_texts() == ["good", "generous", "good"]
    page.locator("#none").click()
    assert page.locator("#view mark:not(.off)").count() == 0
    page.locator(".toggles label", has_text="Aid").click()
    assert page.locator("#view mark:not(.off)").all_inner_texts() == [
        *("Aid", "help", "help", "Aid", "Aid")
    ]
    page.locator("#all").click()
    assert unmarked.count() == 0


def test_the_themes_of_a_match_are_named_on_hover(address, page):
    page.goto(address)
    page.locator("#s-1-3 mark").first.hover()
    assert page.locator("#said").inner_text() == "Aid · War"


# -- every reader ----------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_there_are_no_barriers(browser, address, scheme):
    with new_page(browser, 1280, 800) as page:
        page.emulate_media(color_scheme=scheme)
        for place in ("", f"#{AID_AND_WAR}"):
            page.goto(f"{address}{place}")
            found = Axe().run(page).response["violations"]
            assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


def test_on_a_phone_nothing_is_wider_than_the_screen(browser, address):
    with new_page(browser, 360, 740) as page, watched(page):
        for place in ("", "#theme=topic/aid", "#s-1-3"):
            page.goto(f"{address}{place}")
            assert page.evaluate("document.documentElement.scrollWidth") == 360
        page.goto(f"{address}#theme=topic/aid")
        page.locator("#panel-list .place").first.click()
        page.wait_for_function("document.getElementById('panel').hidden")  # it would hide the place


def test_without_a_script_every_link_still_leads_somewhere(browser, address):
    with (
        browser.new_context(java_script_enabled=False) as context,
        watched(context.new_page()) as page,
    ):
        page.goto(f"{address}#{AID_AND_WAR}")
        note = page.locator(".wheres p:visible")
        assert note.inner_text() == "bar 0 of theme-pairs: 2 sentences"
        assert page.locator("#panel").is_hidden()
        assert page.locator(".scripted-only:visible").count() == 0
        assert page.locator("#view mark").count() > 0


def test_it_can_be_printed(browser, address):
    with new_page(browser, 1280, 800) as page:
        page.goto(address)
        page.emulate_media(media="print")
        assert page.locator("nav:visible, .tools:visible, #panel:visible").count() == 0
        assert page.pdf(format="A4").startswith(b"%PDF")


def test_nothing_of_hostile_texts_is_run_and_no_layout_breaks(browser, tmp_path):
    address = write_report(tmp_path, hostile_study(tmp_path / "hostile")).as_uri()
    with new_page(browser, 360, 740) as page, watched(page):
        for place in ("", "#theme=x1", "#theme=x37", "#s-38-1", "#search=window.ran"):
            page.goto(f"{address}{place}")
            assert page.evaluate("window.ran") is None
            assert page.evaluate("document.documentElement.scrollWidth") == 360
        assert page.locator("#panel-list > li").count() > 20
        assert page.evaluate("window.ran") is None
        assert page.locator("script").count() == 2
        assert page.locator("#view article").count() == 40
        assert page.url.startswith(address)
