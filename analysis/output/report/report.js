"use strict";
(() => {
  const page = document.documentElement;
  const get = id => document.getElementById(id);
  const data = JSON.parse(get("data").textContent);
  const words = data.words;
  const sentences = [...document.querySelectorAll("#view span")];
  const CHUNK = 200;
  page.classList.add("scripted");
  // Links lead to the panel now, and no longer to places for readers without a script.
  document.querySelectorAll(".wheres, .where").forEach(place => place.remove());

  const write = n => n.toLocaleString(page.lang);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
  const counted = n =>
    n === 0 ? words.none : n === 1 ? words.one : fill(words.several, {n: write(n)});

  // -- selections -----------------------------------------------------------------------------

  const selection = hash => {
    if (Object.hasOwn(data.marks, hash)) return hash;
    try {  // a program on the way may have rewritten the percent signs
      const plain = decodeURIComponent(hash);
      return Object.keys(data.marks).find(where => decodeURIComponent(where) === plain);
    } catch { return undefined; }
  };

  const rowsOf = where => {
    const [n, ...steps] = data.marks[where];
    let at = 0;
    return {n, rows: steps.map(step => (at += step))};
  };

  const valuesOf = (where, key) => new URLSearchParams(where).getAll(key);

  const classesOf = where => {
    const themes = ["theme", "also", "coded"].flatMap(key => valuesOf(where, key)).filter(Boolean);
    const numbers = themes.flatMap(theme => data.themes[theme] || []);
    return themes.length ? new Set(numbers.map(n => "t" + n)) : null;
  };

  // A title would be shown beside the words that appear on hover.
  document.querySelectorAll("svg a > title").forEach(title => {
    title.parentElement.setAttribute("aria-label", title.textContent);
    title.remove();
  });

  const hrefOf = link => (link.getAttribute("href") || "").slice(1);
  const labels = new Map();
  document.querySelectorAll("a[aria-label]").forEach(link => {
    const where = hrefOf(link);
    const label = link.getAttribute("aria-label");
    if (!labels.has(where) || link.closest("svg")) labels.set(where, label);
  });
  const titleOf = where => {
    if (opener && hrefOf(opener) === where && opener.hasAttribute("aria-label")) {
      return opener.getAttribute("aria-label");
    }
    return labels.get(where) || decodeURIComponent(where.replace(/&/g, ", "));
  };

  // -- where the page stands ------------------------------------------------------------------

  const BLOCKS = "a, p, li, dt, dd, tr, h2, h3, h4, summary, .picture, #view span";
  const main = get("content");
  const listBlocks = () => [...main.querySelectorAll(BLOCKS)];
  const topOf = block => block.getBoundingClientRect().top;
  const isSeen = block => {
    const box = block.getBoundingClientRect();
    return box.width > 0 && box.bottom > 0 && box.top < innerHeight;
  };

  // What stands at the top of the window, below the tools and perhaps behind the panel.
  const findTopmost = () => {
    const box = main.getBoundingClientRect();
    for (let y = 4; y < innerHeight; y += 12) {
      const block = document.elementsFromPoint(box.left + box.width / 2, y)
        .find(found => main.contains(found) && found.matches(BLOCKS) && !found.closest(".tools"));
      if (block) return block;
    }
    return main;
  };
  const findAnchor = link =>
    link && main.contains(link) && !link.closest(".tools") && isSeen(link) ? link : findTopmost();

  // Scrolls until a block stands where it should; parts that are drawn late move it again.
  let settling = 0;
  const settle = (block, top, frames = 3) => {
    cancelAnimationFrame(settling);
    scrollBy({top: topOf(block) - top, behavior: "instant"});
    if (frames) settling = requestAnimationFrame(() => settle(block, top, frames - 1));
  };
  const keepStill = change => {
    const block = findAnchor(opener);
    const top = topOf(block);
    change();
    settle(block, top);
  };

  // Remembers in the history where the page and the panel stand, before a step to elsewhere.
  const remember = link => {
    const block = findAnchor(link);
    const items = [...get("panel-list").children];
    const place = {
      block: listBlocks().indexOf(block),
      top: topOf(block),
      isLink: block === link,
      panel: panel.scrollTop,
      items: items.length,
      item: items.findIndex(item => item.contains(link)),
    };
    history.replaceState({...history.state, place}, "");
  };

  // A browser that went to a place in the page takes the focus away, soon after.
  const focusAgain = (element, frames = 3) => {
    if ([document.body, main].includes(document.activeElement)) {
      element.focus({preventScroll: true});
    }
    if (frames) requestAnimationFrame(() => focusAgain(element, frames - 1));
  };
  const focus = element => {
    element.focus({preventScroll: true});
    focusAgain(element);
  };

  const restore = ({block, top, isLink, panel: at, items, item}) => {
    const stood = listBlocks()[block];
    if (stood) settle(stood, top);
    if (panel.hidden) {
      if (stood && isLink) focus(stood);
      return;
    }
    const list = get("panel-list");
    while (list.children.length < items && waiting.rows.length) addItems();
    panel.scrollTop = at;
    const line = list.children[item];
    if (line) focus(line.querySelector("a"));
  };

  // -- the panel ------------------------------------------------------------------------------

  const panel = get("panel");
  let opener = null;
  let waiting = {rows: [], options: {}};
  let listed = null;  // the address of the list that the panel holds

  const keepMarks = (text, classes) => {
    text.querySelectorAll("mark").forEach(mark => {
      const own = [...mark.classList].filter(name => classes ? classes.has(name) : name !== "off");
      if (own.length) mark.className = own.join(" ");
      else mark.replaceWith(...mark.childNodes);
    });
    text.normalize();
    text.querySelectorAll("mark").forEach(mark => {  // two stretches of one match become one
      const next = mark.nextSibling;
      if (next instanceof HTMLElement && next.className === mark.className) {
        next.prepend(...mark.childNodes);
        mark.remove();
      }
    });
  };

  const markTerm = (text, term) => {
    const escaped = term.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const parts = text.textContent.split(new RegExp("(" + escaped + ")", "giu"));
    text.replaceChildren(...parts.map((part, n) => {
      if (n % 2 === 0) return document.createTextNode(part);
      const mark = document.createElement("mark");
      mark.textContent = part;
      return mark;
    }));
  };

  const quote = (sentence, mark) => {
    const text = document.createElement("q");
    text.dir = "auto";
    text.lang = sentence.closest("article").lang;
    text.append(...sentence.cloneNode(true).childNodes);
    mark(text);
    return text;
  };

  const item = (row, {mark, withNext}) => {
    const sentence = sentences[row];
    const article = sentence.closest("article");
    const heading = sentence.closest("div").querySelector("h4");
    const k = write(Number(sentence.id.split("-")[2]));
    const position = fill(words.position, {k, n: article.dataset.n});
    const place = document.createElement("a");
    place.className = "place";
    place.href = "#" + sentence.id;
    const parts = [article.querySelector("h3"), heading].filter(Boolean);
    parts.map(part => part.textContent).concat(position).forEach((text, n) => {
      const part = document.createElement("bdi");
      part.textContent = text;
      place.append(n ? ", " : "", part);
    });
    const line = document.createElement("li");
    line.append(place, " ", quote(sentence, mark));
    const next = sentences[row + 1];
    if (withNext && next && next.closest("article") === article) {
      const after = document.createElement("div");
      after.className = "after";
      after.append(words.next + " ", quote(next, mark));
      line.append(after);
    }
    return line;
  };

  const addItems = () => {
    const {rows, options} = waiting;
    const list = get("panel-list");
    rows.splice(0, CHUNK).forEach(row => list.append(item(row, options)));
    const more = get("panel-more");
    more.hidden = rows.length === 0;
    more.textContent = fill(words.more, {n: write(Math.min(CHUNK, rows.length))});
  };

  const showPanel = () => {
    if (panel.hidden) {
      keepStill(() => {
        panel.hidden = false;
        page.classList.add("reading");
      });
    }
    get("panel-title").focus({preventScroll: true});
  };

  const open = (title, n, rows, options) => {
    get("panel-title").textContent = title;
    let said = counted(n);
    if (rows.length < n) {
      said = fill(words.part, {k: write(rows.length), n: write(n), file: "sentences.csv"});
    }
    get("panel-count").textContent = said;
    get("panel-list").replaceChildren();
    waiting = {rows: [...rows], options};
    addItems();
    showPanel();
    panel.scrollTop = 0;
  };

  const hide = () => {
    if (panel.hidden) return;
    keepStill(() => {
      panel.hidden = true;
      page.classList.remove("reading");
    });
  };

  const close = () => {
    remember(null);
    hide();
    history.pushState({came: true}, "", location.pathname + location.search);
    showWaysBack();
    if (opener && opener.isConnected) opener.focus({preventScroll: true});
    opener = null;
  };

  const openSelection = where => {
    const {n, rows} = rowsOf(where);
    const classes = classesOf(where);
    const terms = valuesOf(where, "word");
    const mark = text => {
      if (terms.length) markTerm(text, terms[0]);
      else keepMarks(text, classes);
    };
    const then = valuesOf(where, "then");
    if (then.length) {
      then.flatMap(theme => data.themes[theme] || []).forEach(n => classes && classes.add("t" + n));
    }
    open(titleOf(where), n, rows, {mark, withNext: then.length > 0});
  };

  // -- search ---------------------------------------------------------------------------------

  const SEARCH = "search=";
  const plain = text => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  let texts = null;

  const openSearch = term => {
    texts = texts || sentences.map(sentence => plain(sentence.textContent));
    const wanted = plain(term);
    const rows = [];
    texts.forEach((text, row) => { if (text.includes(wanted)) rows.push(row); });
    get("term").value = term;
    const mark = text => markTerm(text, term);
    open(fill(words.found, {term}), rows.length, rows, {mark, withNext: false});
  };

  get("search").addEventListener("submit", event => {
    event.preventDefault();
    const term = get("term").value.trim();
    if (term) go(SEARCH + encodeURIComponent(term), get("term"));
  });

  // -- the address ----------------------------------------------------------------------------

  const isList = hash => hash.startsWith(SEARCH) || selection(hash) !== undefined;

  // What leads back in the history is there as soon as a step of this page can be undone.
  const showWaysBack = () => {
    const {came, fromList} = history.state || {};
    get("back").hidden = !came;
    get("panel-back").hidden = !fromList;
  };

  const go = (hash, from) => {
    if (location.hash.slice(1) !== hash) {
      remember(from);
      const fromList = !panel.hidden && isList(location.hash.slice(1));
      history.pushState({came: true, fromList}, "", "#" + hash);
    }
    opener = from;
    follow();
  };

  const isNarrow = () => matchMedia("(max-width: 75rem)").matches;

  const follow = () => {
    document.querySelectorAll(".here").forEach(old => old.classList.remove("here"));
    showWaysBack();
    const hash = location.hash.slice(1);
    if (isList(hash)) {
      showList(hash);
      return;
    }
    const place = hash && get(hash);
    if (place && place.parentElement.closest("#view")) {
      if (isNarrow()) hide();
      place.classList.add("here");
      place.tabIndex = -1;
      place.focus({preventScroll: true});
    } else {
      hide();
    }
    if (place) {
      cancelAnimationFrame(settling);
      place.scrollIntoView();
    }
  };

  const showList = hash => {
    if (hash === listed) {
      showPanel();
    } else if (hash.startsWith(SEARCH)) {
      openSearch(decodeURIComponent(hash.slice(SEARCH.length)));
    } else {
      openSelection(selection(hash));
    }
    listed = hash;
  };

  document.addEventListener("click", event => {
    const link = event.target.closest("a[href]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const where = hrefOf(link);
    if (link.matches("svg a, a.mark") && Object.hasOwn(data.marks, where)) {
      event.preventDefault();
      go(where, link);
    } else if (where !== location.hash.slice(1)) {
      remember(link);
    }
  });

  addEventListener("popstate", event => {
    if (!event.state) history.replaceState({came: true}, "");  // a link of the page was followed
    follow();
    if (history.state.place) restore(history.state.place);
  });
  addEventListener("keydown", event => {
    if (event.key === "Escape" && !panel.hidden) close();
  });
  get("panel-close").addEventListener("click", close);
  get("panel-back").addEventListener("click", () => history.back());
  get("panel-more").addEventListener("click", addItems);
  get("back").addEventListener("click", () => history.back());

  // -- charts: the number of a mark on hover and focus, and the arrow keys ----------------------

  const said = get("said");
  const show = (link, text) => {
    said.textContent = text;
    said.hidden = false;
    const box = link.getBoundingClientRect();
    const left = Math.min(box.left + box.width / 2, innerWidth - said.offsetWidth - 8);
    const below = box.bottom + 6 + said.offsetHeight < innerHeight;
    said.style.left = Math.max(8, left) + "px";
    said.style.top = (below ? box.bottom + 6 : box.top - said.offsetHeight - 6) + "px";
  };
  const hideSaid = () => { said.hidden = true; };

  const STEPS = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1};
  document.querySelectorAll(".picture").forEach(picture => {
    const links = [...picture.querySelectorAll("svg a")];
    if (!links.length) return;
    picture.removeAttribute("tabindex");
    links.forEach((link, n) => {
      link.setAttribute("tabindex", n ? "-1" : "0");
    });
    const linkOf = event => event.target.closest("svg a");
    picture.addEventListener("mouseover", event => {
      const link = linkOf(event);
      if (link) show(link, link.getAttribute("aria-label"));
      else hideSaid();
    });
    picture.addEventListener("mouseleave", hideSaid);
    picture.addEventListener("focusin", event => {
      const link = linkOf(event);
      if (!link) return;
      links.forEach(other => other.setAttribute("tabindex", other === link ? "0" : "-1"));
      if (link.matches(":focus-visible")) show(link, link.getAttribute("aria-label"));
    });
    picture.addEventListener("focusout", hideSaid);
    picture.addEventListener("keydown", event => {
      const from = links.indexOf(linkOf(event));
      if (from < 0) return;
      let to = event.key === "Home" ? 0 : event.key === "End" ? links.length - 1 : from;
      to += STEPS[event.key] || 0;
      if (to === from || !links[to]) return;
      event.preventDefault();
      links[to].focus();
    });
  });
  addEventListener("scroll", hideSaid, {passive: true});

  // -- which themes a match belongs to, on hover -------------------------------------------------

  const boxes = [...document.querySelectorAll(".toggles input")];
  const names = new Map(boxes.map(box => ["t" + box.value, box.parentElement.textContent.trim()]));
  get("view").addEventListener("mouseover", event => {
    const mark = event.target.closest("mark:not(.off)");
    if (!mark) { hideSaid(); return; }
    show(mark, [...mark.classList].map(name => names.get(name)).filter(Boolean).join(" · "));
  });

  // -- which themes are marked ----------------------------------------------------------------

  const marks = document.querySelectorAll("#view mark");
  const toggle = () => {
    const off = new Set(boxes.filter(box => !box.checked).map(box => "t" + box.value));
    marks.forEach(mark => {
      mark.classList.toggle("off", [...mark.classList].every(name => name === "off" || off.has(name)));
    });
  };
  const setAll = checked => { boxes.forEach(box => { box.checked = checked; }); toggle(); };
  boxes.forEach(box => box.addEventListener("change", toggle));
  get("all").addEventListener("click", () => setAll(true));
  get("none").addEventListener("click", () => setAll(false));

  // -- an address that was sent: the mark is shown beside its sentences --------------------------

  if (!history.state) history.replaceState({}, "");
  showWaysBack();
  if (location.hash) {
    follow();
    const where = selection(location.hash.slice(1));
    const drawn = [...document.querySelectorAll("svg a")]
      .find(link => hrefOf(link) === where);
    if (drawn && !get(where)) drawn.scrollIntoView({block: "center"});
    opener = drawn || null;
  }
})();
