// Draws the panels of panels.py: `explore`, `chart` and `browse`; `coder` is in coder.js.
//
// A reader chooses, Python answers with a page, and the page is drawn. Texts and labels become text
// nodes and are never read as HTML; the picture of a chart is cleaned in Python. Nothing is
// asked for from anywhere but the kernel.

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children); // a string becomes a text node
  return node;
}

// Text that can run from right to left, so that the words around it keep their order.
const isolate = text => make("bdi", {}, text);

// -- asking -------------------------------------------------------------------------------------

function makeAsk(model, root) {
  return changes => {
    const before = model.get("choice");
    root.setAttribute("aria-busy", "true");
    model.set("choice", { ...before, ...changes, asked: (before.asked ?? 0) + 1 });
    model.save_changes();
  };
}

// -- moving with the keys -----------------------------------------------------------------------

const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

// Of several items, one is a stop of the Tab key; arrows, Home and End move among them.
function addKeys(items, choose) {
  const stop = at => items.forEach((item, n) => item.setAttribute("tabindex", n === at ? 0 : -1));
  stop(0);
  items.forEach((item, at) => {
    item.addEventListener("focus", () => stop(at));
    item.addEventListener("click", () => choose(at));
    item.addEventListener("keydown", event => {
      const last = items.length - 1;
      const ends = { Home: 0, End: last };
      if (event.key === "Enter" || event.key === " ") choose(at);
      else if (event.key in STEPS) {
        items[Math.min(last, Math.max(0, at + STEPS[event.key]))].focus();
      } else if (event.key in ends) items[ends[event.key]].focus();
      else return;
      event.preventDefault();
    });
  });
}

// In JupyterLab, Enter does not submit a form.
function onEnter(input, act) {
  input.addEventListener("keydown", event => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    act();
  });
}

// What a reader is writing stays, even if an answer comes meanwhile.
function setUnlessActive(input, value) {
  if (input !== document.activeElement) input.value = value;
}

// -- sentences ----------------------------------------------------------------------------------

function makeReading(words, ask, hint) {
  const heading = make("h3", { tabindex: "-1" });
  const within = make("div", { class: "rw-within" });
  const said = make("div", { role: "status" }, heading, within);
  const fault = make("p", { role: "alert", class: "rw-fault" });
  const list = make("ol", { class: "rw-sentences" });
  const more = make("button", { type: "button" }, words.more);
  const left = make("span", {});
  const rest = make("p", {}, left, " ", more);
  // A box that scrolls can be reached with the keys.
  // A group and no landmark: a notebook can hold many panels.
  const node = make("div", { class: "rw-reading", tabindex: "0", role: "group" });
  node.setAttribute("aria-label", words.reading);
  node.append(fault, said, list, rest);
  let next = 0;
  let goTo = -1; // the first of the sentences that were asked for with the button

  more.addEventListener("click", () => {
    goTo = list.children.length;
    ask({ limit: next });
  });

  function draw(page) {
    fault.textContent = page.fault ?? "";
    if (page.fault) return;
    const [label, said] = page.heading;
    heading.replaceChildren(isolate(label ?? hint), said ? words.colon + said : "");
    within.replaceChildren(...page.within.map(text => make("span", {}, isolate(text))));
    list.replaceChildren(...page.sentences.map(writeSentence));
    next = page.next ?? 0;
    left.textContent = page.more;
    rest.hidden = !page.more;
    if (goTo >= 0) list.children[goTo]?.focus();
    goTo = -1;
  }
  return { node, draw };
}

function writeSentence({ place, segments }) {
  const text = make("p", { dir: "auto" });
  text.append(...segments.map((part, at) => (at % 2 ? make("mark", {}, part) : part)));
  const where = make("div", { class: "rw-place" });
  place.forEach((part, at) => where.append(...(at ? [", "] : []), isolate(part)));
  return make("li", { tabindex: "-1" }, where, text);
}

// -- explore ------------------------------------------------------------------------------------

const ALL = "*";

function explore(setup, ask, choice) {
  const { words } = setup;
  const first = choice.limit;
  const again = changes => ask({ ...changes, limit: first });
  const reading = makeReading(words, ask, "");

  const pattern = make("input", { type: "search", placeholder: "right*" });
  const find = make("button", { type: "button" }, words.find);
  const clear = make("button", { type: "button" }, words.clear);
  const selects = setup.columns.map(({ column, values }) => {
    const options = values.map(value => make("option", { value }, value));
    const any = make("option", { value: "" }, words.any);
    const select = make("select", {}, any, ...options);
    select.addEventListener("change", () => again({ columns: chosen() }));
    return { column, select };
  });
  const chosen = () => Object.fromEntries(selects.map(({ column, select }) => [column, select.value]));
  const form = make("div", { class: "rw-form" }, make("label", {}, words.pattern, pattern), find);
  for (const { column, select } of selects) {
    form.append(make("label", {}, isolate(column), select));
  }
  form.append(clear);
  const search = () => again({ pattern: pattern.value });
  onEnter(pattern, search);
  find.addEventListener("click", search);
  pattern.addEventListener("search", () => pattern.value || search());
  clear.addEventListener("click", () => again({ theme: ALL, columns: {}, pattern: "" }));

  const themes = [
    { theme: ALL, label: words.all, depth: 0 },
    { theme: "", label: words.none, depth: 0 },
    ...setup.themes,
  ];
  const bars = themes.map(({ label, depth }) => {
    const count = make("span", { class: "rw-count" });
    const bar = make("span", { class: "rw-bar" });
    const name = make("span", {}, isolate(label));
    const node = make("div", { role: "option" }, name, bar, count);
    name.style.paddingInlineStart = `${Math.min(depth, 6)}em`;
    return { node, count, bar };
  });
  const list = make("div", { role: "listbox", "aria-label": words.themes, class: "rw-themes" });
  list.append(...bars.map(bar => bar.node));
  addKeys(bars.map(bar => bar.node), at => again({ theme: themes[at].theme }));

  function draw(page, { theme, columns, pattern: asked }) {
    reading.draw(page);
    if (page.fault) return;
    setUnlessActive(pattern, asked);
    for (const { column, select } of selects) select.value = columns[column] ?? "";
    const counts = [page.n_all, page.n_without, ...page.counts];
    bars.forEach(({ node, count, bar }, at) => {
      const share = page.n_all ? (100 * counts[at]) / page.n_all : 0;
      node.setAttribute("aria-selected", themes[at].theme === theme);
      node.classList.toggle("rw-empty", !counts[at]);
      const n = counts[at].toLocaleString("en");
      count.textContent = at && counts[at] ? `${n} · ${share.toFixed(1)}%` : n;
      bar.style.width = `${share}%`;
    });
  }
  const node = make("div", { class: "rw-beside" }, list, reading.node);
  return { nodes: [form, node], draw };
}

// -- a chart ------------------------------------------------------------------------------------

function chart(setup, ask, choice) {
  const first = choice.limit;
  const reading = makeReading(setup.words, ask, setup.words.marks);
  // What is parsed so is not run; scripts and the like were left out before.
  const parsed = new DOMParser().parseFromString(setup.picture, "text/html");
  const picture = document.importNode(parsed.querySelector("svg"), true);
  picture.style.width = `${picture.viewBox.baseVal.width * 4 / 3}px`; // from points
  // A bar and the number beside it are one mark: only the first of them is reached with the keys.
  const drawn = [...picture.querySelectorAll("a[href]")];
  for (const mark of drawn) {
    mark.dataset.where = mark.getAttribute("href").slice(1);
    mark.removeAttribute("href");
    mark.setAttribute("role", "button");
  }
  const seen = new Set();
  const marks = drawn.filter(({ dataset }) => !seen.has(dataset.where) && seen.add(dataset.where));
  const choose = where => ask({ where, limit: first });
  addKeys(marks, at => choose(marks[at].dataset.where));
  for (const mark of drawn) {
    if (!marks.includes(mark)) {
      mark.setAttribute("aria-hidden", "true");
      mark.addEventListener("click", () => choose(mark.dataset.where));
    }
  }

  function draw(page, { where }) {
    reading.draw(page);
    for (const mark of marks) mark.setAttribute("aria-pressed", mark.dataset.where === where);
  }
  const frame = make("div", { class: "rw-picture" }, picture);
  return { nodes: [make("div", { class: "rw-beside" }, frame, reading.node)], draw };
}

// -- browse a table -----------------------------------------------------------------------------

function browse(setup, ask, choice) {
  const { words, columns } = setup;
  const first = choice.limit;
  const again = changes => ask({ ...changes, limit: first });
  const fault = make("p", { role: "alert", class: "rw-fault" });
  const said = make("p", { role: "status" });
  const body = make("tbody");
  const more = make("button", { type: "button" }, words.more);

  const search = make("input", { type: "search" });
  const find = make("button", { type: "button" }, words.find);
  const clear = make("button", { type: "button" }, words.clear);
  const form = make("div", { class: "rw-form" }, make("label", {}, words.search, search));
  form.append(find, clear);

  const heads = columns.map(({ name, number, hint }) => {
    const sort = make("button", { type: "button" }, isolate(name));
    const filter = make("input", { "aria-label": `${words.filter}: ${name}`, placeholder: hint });
    const head = make("th", { scope: "col", class: number ? "rw-number" : "" }, sort);
    return { name, sort, filter, head, cell: make("td", {}, filter) };
  });
  const filters = () => Object.fromEntries(heads.map(({ name, filter }) => [name, filter.value]));
  let applied = "";
  const apply = () => {
    const wanted = { search: search.value, filters: filters() };
    if (JSON.stringify(wanted) !== applied) again(wanted); // else Enter and leaving would ask twice
    applied = JSON.stringify(wanted);
  };
  find.addEventListener("click", apply);
  for (const input of [search, ...heads.map(head => head.filter)]) onEnter(input, apply);
  search.addEventListener("search", () => search.value || apply());
  clear.addEventListener("click", () => {
    applied = "";
    again({ search: "", filters: {}, sort: "" });
  });
  let shown = choice;
  for (const { name, sort, filter } of heads) {
    filter.addEventListener("change", apply);
    sort.addEventListener("click", () => {
      const descending = shown.sort === name && !shown.descending;
      again({ sort: name, descending });
    });
  }
  let next = 0;
  more.addEventListener("click", () => ask({ limit: next }));

  function draw(page, asked) {
    fault.textContent = page.fault ?? "";
    if (page.fault) return;
    shown = asked;
    next = page.next;
    said.textContent = page.heading;
    setUnlessActive(search, asked.search);
    more.hidden = !page.more;
    for (const { name, filter, head } of heads) {
      setUnlessActive(filter, asked.filters[name] ?? "");
      const order = asked.descending ? "descending" : "ascending";
      head.setAttribute("aria-sort", asked.sort === name ? order : "none");
    }
    body.replaceChildren(...page.rows.map(cells => {
      const row = cells.map((cell, at) => make(
        "td", { dir: "auto", class: columns[at].number ? "rw-number" : "" }, cell));
      return make("tr", {}, ...row);
    }));
  }
  const names = make("tr", {}, ...heads.map(head => head.head));
  const boxes = make("tr", {}, ...heads.map(head => head.cell));
  const table = make("table", {}, make("thead", {}, names, boxes), body);
  const frame = make("div", { class: "rw-table", tabindex: "0", role: "group" }, table);
  frame.setAttribute("aria-label", words.table);
  return { nodes: [form, fault, said, frame, make("p", {}, more)], draw };
}

// -- the panel ----------------------------------------------------------------------------------

const KINDS = { explore, chart, browse, coder };

function render({ model, el }) {
  const setup = model.get("setup");
  // JupyterLab would take keys such as the arrows for commands.
  const root = make("div", { class: "rw-panel", "data-lm-suppress-shortcuts": "true" });
  const stopped = make("p", { role: "alert", class: "rw-fault" });
  const parts = [setup, makeAsk(model, root), model.get("choice"), { model, root }];
  const panel = KINDS[setup.kind](...parts);
  root.append(stopped, ...panel.nodes);
  el.append(root);

  const draw = () => {
    const choice = model.get("choice");
    const page = model.get("page");
    const isEarlier = page.asked !== (choice.asked ?? 0); // the answer to an earlier question
    if (isEarlier && !panel.drawsAll) return;
    root.removeAttribute("aria-busy");
    panel.draw(page, choice);
  };
  const stop = () => {
    if (!panel.stop) stopped.textContent = setup.words.stopped;
    root.removeAttribute("aria-busy");
    for (const node of root.querySelectorAll("button, input, select")) node.disabled = true;
    for (const node of root.querySelectorAll("textarea")) node.readOnly = true;
    panel.stop?.();
  };
  model.on("change:page", draw);
  model.on("comm_live_update", stop);
  draw();
  return () => {
    model.off("change:page", draw);
    model.off("comm_live_update", stop);
    panel.leave?.();
  };
}

export default { render };
