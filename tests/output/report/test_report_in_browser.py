"""The report in a real browser: what a reader sees, clicks and types, with a script and without."""

from contextlib import contextmanager
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from in_browser import new_page
from report_samples import (
    count_sentences,
    hostile_study,
    write_coded_study,
    write_report,
    write_study,
)

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
    page.locator("#back").click()
    page.wait_for_function("location.hash === '#theme=topic/war'")
    assert panel_of(page) == expected(study, "theme=topic/war")
    assert page.locator("#panel-back").is_hidden()  # there was no list before this one
    page.go_back()
    page.wait_for_function("document.getElementById('panel').hidden")
    assert page.locator("#back").is_hidden()  # a step back would leave the report
    assert page.url == address


NEXT_FRAMES = """() => new Promise(done => {
    const wait = n => n ? requestAnimationFrame(() => wait(n - 1)) : done();
    wait(8);
})"""


def height_of(page, selector: str) -> float:
    """The distance of an element from the top of the window, once the page stands still."""
    page.evaluate(NEXT_FRAMES)
    return page.locator(selector).first.bounding_box()["y"]


LONG_TEXTS = {
    f"t{n}.txt": "".join(f"{'Long ' * 30}aid number {k} of text {n}.\n\n" for k in range(30))
    for n in range(6)
}


@pytest.fixture(scope="module")
def long_address(tmp_path_factory):
    """The address of a report whose lists are longer than the window."""
    folder = tmp_path_factory.mktemp("long")
    return write_report(folder, write_study(folder / "long", LONG_TEXTS, metadata="")).as_uri()


@pytest.mark.parametrize(
    "selector", [f"svg a[href='#{AID_AND_WAR}']", "[id='theme=topic/aid'] a.mark"]
)
def test_what_was_clicked_stays_where_it_is(long_address, page, selector):
    page.goto(long_address)
    page.locator(selector).first.evaluate("link => link.scrollIntoView({block: 'center'})")
    before = height_of(page, selector)
    width = page.locator("main").bounding_box()["width"]
    page.locator(selector).first.click()
    assert height_of(page, selector) == pytest.approx(before, abs=1.5)
    assert page.locator("main").bounding_box()["width"] < width
    page.keyboard.press("Escape")
    assert height_of(page, selector) == pytest.approx(before, abs=1.5)
    assert page.locator("main").bounding_box()["width"] == width


def test_a_search_leaves_the_text_where_it_is(long_address, page):
    page.goto(f"{long_address}#s-4-7")
    before = height_of(page, "#s-4-7")
    page.locator("#term").fill("number 9")
    page.locator("#term").press("Enter")
    assert height_of(page, "#s-4-7") == pytest.approx(before, abs=30)  # its lines are shorter now
    page.locator("#panel-close").click()
    assert height_of(page, "#s-4-7") == pytest.approx(before, abs=30)


@pytest.mark.parametrize("width", [1280, 700])
def test_back_finds_the_list_and_the_page_as_they_were(browser, long_address, width):
    link = "[id='theme=topic/aid'] a.mark"
    item = "#panel-list > li:nth-child(41) .place"
    with new_page(browser, width, 800) as page, watched(page):
        page.goto(long_address)
        page.locator(link).first.evaluate("link => link.scrollIntoView({block: 'start'})")
        page.locator(link).first.click()
        page.locator(item).scroll_into_view_if_needed()
        before = height_of(page, link), height_of(page, item)
        page.locator(item).click()
        assert 0 <= height_of(page, "#s-2-11") <= 700
        page.go_back()
        page.wait_for_function("location.hash.startsWith('#theme')")
        assert (height_of(page, link), height_of(page, item)) == pytest.approx(before, abs=1.5)
        assert page.evaluate("document.activeElement.className") == "place"
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#s-2-11"
        page.go_back()
        page.wait_for_function("document.getElementById('panel').hidden")
        assert height_of(page, link) == pytest.approx(before[0], abs=1.5)
        assert page.evaluate("document.activeElement.className") == "mark"


def test_the_sentence_that_was_chosen_keeps_its_underlines(address, page):
    page.goto(address)
    bar(page, "theme=topic/war").click()
    page.locator("#panel-list .place").nth(1).click()
    style = page.evaluate(
        "(({outlineStyle, boxShadow}) => [outlineStyle, boxShadow])"
        "(getComputedStyle(document.querySelector('.here')))"
    )
    assert style[0] == "none"  # an outline lies above the lines
    assert style[1] != "none"
    line = "mark => getComputedStyle(mark).borderBottomStyle"
    assert page.locator(".here mark").first.evaluate(line) == "solid"


def test_only_controls_have_an_outline(address, page):
    page.goto(address)
    page.locator("main").click(position={"x": 900, "y": 5})
    page.keyboard.press("Escape")
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert page.evaluate("document.activeElement.id") == "content"
    assert page.evaluate(outline) == "none"
    page.keyboard.press("Tab")
    assert page.evaluate(outline) == "solid"


def test_a_block_of_the_reading_map_shows_all_themes_of_its_lane(address, page):
    page.goto(f"{address}#theme=topic&doc_id=a&sent_id=3")
    assert page.locator("#panel-list mark").all_inner_texts() == [
        *("help", " in war", "help"),
    ]


def test_nothing_shows_above_the_buttons_of_the_panel(long_address, page):
    page.goto(f"{long_address}#theme=topic/aid")
    page.locator("#panel").evaluate("panel => panel.scrollBy(0, 777)")
    for y in (1, 20):
        for x in (1280 - 410, 1280 - 200, 1280 - 20):
            found = f"document.elementFromPoint({x}, {y}).closest('.bar') !== null"
            assert page.evaluate(found)


def test_the_list_of_themes_leaves_room_for_the_text(browser, tmp_path):
    address = write_report(tmp_path, hostile_study(tmp_path / "hostile")).as_uri()
    with new_page(browser, 700, 600) as page:
        page.goto(f"{address}#s-20-1")
        page.locator(".tools summary").click()
        assert page.locator(".tools").bounding_box()["height"] < 400


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
    assert page.locator("#panel-back").inner_text() == "Previous list"
    page.locator("#panel-back").click()
    page.wait_for_function("document.querySelectorAll('#panel-list > li').length === 1")
    assert page.locator("#panel-back").is_hidden()
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


def test_what_people_coded_has_no_barriers_and_fits_a_phone(browser, tmp_path):
    study = write_coded_study(tmp_path / "coded")
    address = write_report(tmp_path / "out", study).as_uri()
    with new_page(browser, 360, 740) as page, watched(page):
        page.goto(f"{address}#people")
        page.evaluate(
            "document.querySelectorAll('#people details').forEach(d => { d.open = true; })"
        )
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 360
        page.locator("article a.mark[href='#coded=topic/aid']").first.click()
        page.wait_for_selector("#panel-list > li")
        assert panel_of(page) == expected(study, "coded=topic/aid")


def test_on_a_phone_a_caption_stands_once_and_no_keys_are_explained(browser, address):
    device = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
    with browser.new_context(**device) as context, watched(context.new_page()) as page:
        page.goto(address)
        assert page.locator("#chart-theme-pairs .picture .caption").is_hidden()
        assert page.locator("#chart-theme-pairs figcaption").is_visible()
        assert page.locator(".keys").is_hidden()
    with new_page(browser, 1280, 800) as page:
        page.goto(address)
        assert page.locator("#chart-theme-pairs .picture .caption").is_visible()
        assert page.locator(".keys").is_visible()


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
        assert page.locator("#rerun details li").first.evaluate("line => line.checkVisibility()")
        assert page.locator(".legend").inner_text() == "What is underlined: Topics · Tones"


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
