"""Web pages made for the tests: the article of `same_article` among menus, teasers and the like."""

import same_article

BODY = same_article.html().decode().partition("</nav>")[2].removesuffix("</body></html>")

MENU_ITEMS = ["Front page", "Town", "County", "Weather", "Sport", "Letters", "Archive", "Contact"]
TEASERS = [
    "Bridge closed until the autumn",
    "Choir sings in the market hall",
    "School bus leaves ten minutes earlier",
    "Library asks for old maps",
]
MENU = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in MENU_ITEMS)
LINKS = " | ".join(f'<a href="/{name}">{name}</a>' for name in MENU_ITEMS)
RELATED = "".join(
    f'<div><h4><a href="/{n}">{text}</a></h4></div>' for n, text in enumerate(TEASERS)
)
COOKIES = "<p>We and our partners use cookies. Accept all of them, or choose which.</p>"

# What surrounds the article: the markup in front of it and behind it, by the kind of page.
KINDS = {
    "semantic": (
        f"<header><nav><ul>{MENU}</ul></nav></header><main>",
        f"</main><aside>{RELATED}</aside><footer>Imprint {LINKS}</footer>",
    ),
    "divisions": (
        f'<div class="topbar">{LINKS}</div><div id="content">',
        f'</div><div class="sidebar"><ul>{MENU}</ul></div><div id="footer">© The Paper {LINKS}</div>',
    ),
    "unnamed": (
        f'<div class="a1"><ul>{MENU}</ul></div><div class="b7">',
        f'</div><div class="c3">{RELATED}</div><div class="d2">{LINKS}</div>',
    ),
    "roles": (
        f'<div role="banner">The Paper</div><div role="navigation">{LINKS}</div><div role="main">',
        f'</div><div role="contentinfo">Imprint. {LINKS}</div>',
    ),
    "teaser": (
        f'<ul class="menu">{MENU}</ul><div class="story">',
        '</div><article class="card"><h3>Buy now</h3><p>Only today, only here.</p></article>',
    ),
    "form": (
        f'<form method="post" action="page.aspx"><div class="nav">{LINKS}</div><div class="text">',
        f'</div><div class="footer">{LINKS}</div></form>',
    ),
    "aside": (
        f'<ul class="menu">{MENU}</ul><aside>',
        f'</aside><div class="related">{RELATED}</div>',
    ),
    "cookies": (
        f'<div id="cookie-banner">{COOKIES}</div><div class="menu">{LINKS}</div><div>',
        f'</div><div class="newsletter"><p>Our letter comes every Friday.</p></div><p>{LINKS}</p>',
    ),
    "archive": (
        '<div id="wm-ipp-base"><div id="wm-ipp">12 captures</div></div>'
        f'<ul class="menu">{MENU}</ul><div>',
        f'</div><div class="pager">{LINKS}</div>',
    ),
    "table": (
        f'<table><tr><td class="nav" width="20%">{LINKS}</td></tr></table><div>',
        f'</div><table><tr><td><a href="/a">Print</a></td><td>{LINKS}</td></tr></table>',
    ),
    "blog": (
        f'<ul id="menu-main" class="menu">{MENU}</ul>'
        '<article class="post type-post status-publish"><div class="entry-content">',
        '</div></article><div class="sharedaddy"><h3 class="sd-title">Share this:</h3><ul>'
        f'<li><a href="/t">Twitter</a></li></ul></div><div id="comments"><ul>{MENU}</ul></div>',
    ),
}


def page(kind: str, body: str = BODY) -> bytes:
    before, after = KINDS[kind]
    head = "<head><meta charset='utf-8'><title>The Paper</title><style>a{}</style></head>"
    return f"<!DOCTYPE html><html>{head}<body>{before}{body}{after}</body></html>".encode()
