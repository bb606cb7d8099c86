// Draws the panel of `analysis.coder`: one sentence after another, coded with the keys.
//
// This file and panel.js are one module; it uses what is there. A key becomes a wish that Python
// answers with a page. Wishes are sent one at a time and in order, and a theme is shown as given
// only when it is written to the file.

const LATE = 1000; // milliseconds from which on a kernel counts as busy
const PAUSE = 400; // milliseconds without a letter after which a memo is written
const MANY = 10; // themes that have a number key: 1 to 9, and 0

// -- wishes -------------------------------------------------------------------------------------

function makeWishes(model, root, say, words) {
  const view = crypto.randomUUID(); // several views can show one model
  let waiting = [];
  let asked = 0;
  let isStopped = false;
  let since = 0; // when the last wish was sent; 0 once it is answered

  // Sends the next wish, unless one is open; returns whether the kernel can be reached.
  function sendNext() {
    if (since || !waiting.length) return true;
    asked += 1;
    try {
      model.send({ ...waiting.shift().wish(), asked: `${view} ${asked}` });
    } catch {
      waiting = [];
      say(words.unsent);
      return false;
    }
    since = Date.now();
    root.setAttribute("aria-busy", "true");
    return true;
  }
  return {
    // A wish is a function, called when all wishes before it are answered. If one of these fails,
    // only a wish that `stays` is sent: what was typed ahead was meant for another state.
    add(wish, stays = false) {
      if (isStopped) return false; // the page says so
      if (since && Date.now() - since > LATE) {
        say(words.busy);
        return false;
      }
      waiting.push({ wish, stays });
      return sendNext();
    },
    answered(page) {
      if (page.asked !== `${view} ${asked}`) return;
      since = 0;
      root.removeAttribute("aria-busy");
      if (page.fault) waiting = waiting.filter(({ stays }) => stays);
      sendNext();
    },
    areOpen: () => since > 0,
    stop() {
      isStopped = true;
    },
  };
}

// -- themes -------------------------------------------------------------------------------------

// A letter is found with or without its accents, in any case.
const plain = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();

const UNFOUND = 3;

// How well a theme fits letters: by beginnings of words of its label, by other letters of it, or
// also by beginnings of words of its group and its name.
function rank({ label, group, theme }, letters) {
  const begins = text => {
    const words = plain(text).split(/[^\p{L}\p{N}]+/u);
    return letters.every(some => words.some(word => word.startsWith(some)));
  };
  if (begins(label)) return 0;
  if (letters.every(some => plain(label).includes(some))) return 1;
  return begins(`${label} ${group} ${theme}`) ? 2 : UNFOUND;
}

function makeThemes({ themes, words, lang: pageLang, themes_lang: lang }, give) {
  const id = `rw-${crypto.randomUUID()}`;
  const definition = make("div", { class: "rw-definition", id });
  const list = make("div", { role: "listbox", class: "rw-themes", "aria-multiselectable": "true" });
  list.setAttribute("aria-label", words.themes);
  list.setAttribute("lang", lang);
  definition.setAttribute("lang", lang);
  const options = themes.map(({ label }, at) => {
    const key = make("kbd", { "aria-hidden": "true" }, at < MANY ? String((at + 1) % MANY) : "");
    const node = make("div", { role: "option", tabindex: "-1", dir: "auto" });
    node.setAttribute("aria-describedby", id);
    node.append(key, make("span", {}, label));
    if (at < MANY) node.setAttribute("aria-keyshortcuts", String((at + 1) % MANY));
    node.addEventListener("focus", () => show(at));
    node.addEventListener("click", () => {
      node.focus();
      toggle(at);
    });
    return node;
  });
  const groups = [];
  themes.forEach(({ group }, at) => {
    groups[at] = group === themes[at - 1]?.group ? groups[at - 1] : group ? makeGroup(group) : list;
  });
  const putBack = () => options.forEach((option, at) => {
    if (groups[at] !== list) list.append(groups[at]);
    groups[at].append(option);
  });
  putBack();

  function makeGroup(label) {
    const heading = make("div", { class: "rw-group", "aria-hidden": "true", dir: "auto" }, label);
    return make("div", { role: "group", "aria-label": label }, heading);
  }

  let current = 0;
  let target = -1; // the theme that Enter gives, while themes are searched
  let shown = options.map((_, at) => at); // in the order in which they stand
  const toggle = at => give(themes[at].theme);

  // The theme in focus, or the one whose number was pressed: its definition is shown.
  function show(at) {
    current = at;
    options.forEach((option, n) => option.setAttribute("tabindex", n === at ? 0 : -1));
    const { label, definition: text, include, exclude } = themes[at];
    definition.replaceChildren(make("div", { class: "rw-name", dir: "auto" }, label));
    if (text) definition.append(make("p", { dir: "auto" }, text));
    addExamples(words.include, include);
    addExamples(words.exclude, exclude);
    if (!text && !include.length && !exclude.length) {
      definition.append(make("p", { class: "rw-soft", lang: pageLang }, words.undefined));
    }
  }
  function addExamples(heading, examples) {
    if (!examples.length) return;
    const items = examples.map(text => make("li", { dir: "auto" }, text));
    const title = make("div", { class: "rw-soft", lang: pageLang }, heading);
    definition.append(title, make("ul", {}, ...items));
  }
  function focus(at = current) {
    if (!options[at]) return;
    if (target >= 0) aim(at);
    options[at].focus();
    options[at].scrollIntoView({ block: "nearest" });
  }

  const steps = { ArrowDown: 1, ArrowUp: -1 };
  function neighbour(step) {
    const at = shown.indexOf(current) + step;
    return shown[Math.min(shown.length - 1, Math.max(0, at))];
  }
  list.addEventListener("keydown", event => {
    if (event.key in steps) focus(neighbour(steps[event.key]));
    else if (event.key === "Home") focus(shown[0]);
    else if (event.key === "End") focus(shown.at(-1));
    else if (event.key === " ") event.repeat || toggle(current);
    else return;
    event.preventDefault();
  });

  const marks = options.map((option, at) => {
    const group = make("small", { class: "rw-soft", "aria-hidden": "true" }, themes[at].group);
    group.hidden = true;
    option.querySelector("span").append(" ", group);
    return group;
  });

  // Shows the themes that are found, the best first and that as the target; without letters, all.
  function filter(text) {
    const isFocused = list.contains(document.activeElement);
    const words = plain(text).split(/\s+/).filter(Boolean);
    const ranks = themes.map(theme => rank(theme, words));
    const isSearch = words.length > 0;
    shown = themes.map((_, at) => at).filter(at => ranks[at] < UNFOUND);
    if (isSearch) shown.sort((one, other) => ranks[one] - ranks[other]);
    putBack();
    options.forEach((option, at) => (option.hidden = ranks[at] === UNFOUND));
    for (const group of groups) if (group !== list) group.hidden = isSearch;
    for (const mark of marks) mark.hidden = !isSearch;
    if (isSearch) list.append(...shown.map(at => options[at]));
    aim(isSearch ? shown[0] ?? -1 : -1);
    if (isFocused) focus(); // what is moved loses it
  }
  // Marks the theme that Enter gives; -1 for none.
  function aim(at) {
    target = at;
    options.forEach((option, n) => option.classList.toggle("rw-target", n === at));
    if (at < 0) return;
    show(at);
    options[at].scrollIntoView({ block: "nearest" });
  }
  if (options.length) show(0);

  return {
    list,
    definition,
    focus,
    filter,
    toggle,
    target: () => target,
    moveTarget: step => target >= 0 && aim(neighbour(step)),
    press(number) {
      const at = (number + MANY - 1) % MANY;
      if (!options[at]) return;
      if (list.contains(document.activeElement)) focus(at);
      else show(at);
      options[at].scrollIntoView({ block: "nearest" });
      toggle(at);
    },
    draw(given) {
      options.forEach((option, at) => {
        option.setAttribute("aria-selected", given.includes(themes[at].theme));
      });
    },
  };
}

// -- a memo -------------------------------------------------------------------------------------

// Written when the coder pauses or goes elsewhere, so that nothing is lost if the tab closes.
function makeMemo(write) {
  const memo = make("textarea", { rows: "2", dir: "auto", "aria-keyshortcuts": "m" });
  let row = 0;
  let timer = 0;
  let saved = "";
  function flush() {
    clearTimeout(timer);
    const written = memo.value;
    if (written === saved) return;
    if (write(row, written)) saved = written;
    else timer = setTimeout(flush, PAUSE);
  }
  memo.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(flush, PAUSE);
  });
  memo.addEventListener("blur", flush);
  return {
    memo,
    flush,
    isUnsaved: () => memo.value !== saved,
    // What a coder is writing stays, also if it could not be written to the file.
    draw(page) {
      const isSame = page.row === row;
      const isDraft = isSame && memo.value !== saved;
      const isOther = page.memo && page.memo !== saved; // written elsewhere
      row = page.row;
      if (isSame && page.fault) saved = page.memo;
      else if (isDraft && page.reloaded) {
        memo.value = (isOther ? `${page.memo}\n` : "") + memo.value;
        saved = page.memo;
      } else if (!isDraft && (!isSame || memo !== document.activeElement)) {
        memo.value = saved = page.memo;
      }
    },
  };
}

const withDots = texts => texts.flatMap((text, at) => [at ? " · " : "", isolate(text)]);

// -- the panel ----------------------------------------------------------------------------------

const NEXT = ["n", "Enter", "ArrowRight"];
const PREVIOUS = ["p", "ArrowLeft"];

// The number of a key of the upper row, which on some keyboards is reached only with Shift.
function readNumber({ key, code, shiftKey }) {
  if (/^\d$/.test(key)) return Number(key);
  return /^Digit\d$/.test(code) && !shiftKey ? Number(code.at(-1)) : -1;
}

function coder(setup, ask, choice, { model, root }) {
  const { words } = setup;
  let page = model.get("page");

  const heading = make("h3", {}, isolate(setup.name));
  const progress = make("progress", { "aria-label": words.progress });
  const counted = make("span", {});
  const file = make("span", { class: "rw-soft" }, setup.file);
  const top = make("div", { class: "rw-progress" }, heading, progress, counted, file);
  const place = make("div", { class: "rw-place" });
  const before = make("p", { class: "rw-context", dir: "auto" });
  const sentence = make("p", { class: "rw-sentence", dir: "auto" });
  const after = make("p", { class: "rw-context", dir: "auto" });
  const given = make("p", { class: "rw-given" });
  const others = make("dl", { class: "rw-others" });
  const hints = make("p", { class: "rw-soft rw-hints", tabindex: "-1" });
  const away = make("p", { class: "rw-away" }, words.away);
  const status = make("p", { role: "status", class: "rw-said" });
  const fault = make("span", {});
  const reload = make("button", { type: "button" }, words.reload);
  const alert = make("div", { role: "alert", class: "rw-fault" });

  const say = text => {
    status.classList.remove("rw-unseen");
    status.textContent = text;
  };
  const wishes = makeWishes(model, root, say, words);
  const own = makeMemo((row, memo) => wishes.add(() => ({ do: "memo", row, memo })));
  // The row is that of the page shown when the wish is sent.
  const go = (what, values = {}) => {
    own.flush();
    // Letters typed before the answer would be of which sentence?
    if (wishes.add(() => ({ do: what, row: page.row, ...values }))) own.memo.readOnly = true;
  };
  const toggle = (what, values, isOn) => {
    own.flush();
    wishes.add(() => ({ do: what, row: page.row, on: !isOn(), ...values }));
  };
  const themes = makeThemes(
    setup, theme => toggle("theme", { theme }, () => page.themes.includes(theme)));

  const actions = {
    previous: () => go("step", { by: -1 }),
    next: () => go("step", { by: 1 }),
    uncoded: () => go("uncoded"),
    none: () => toggle("none", {}, () => page.none),
    unsure: () => toggle("unsure", {}, () => page.unsure),
    undo: () => go("undo"),
  };
  const keys = { previous: "p", next: "n", uncoded: "j", none: "x", unsure: "q", undo: "u" };
  const buttons = Object.fromEntries(Object.entries(actions).map(([name, action]) => {
    const key = make("kbd", { "aria-hidden": "true" }, keys[name]);
    const button = make("button", { type: "button", "aria-keyshortcuts": keys[name] });
    button.append(words[name], " ", key);
    button.addEventListener("click", action);
    return [name, button];
  }));
  reload.addEventListener("click", () => wishes.add(() => ({ do: "reload", row: page.row }), true));

  // Of more than ten themes, those without a number are found by the letters of their labels.
  const find = make("input", { type: "search", "aria-keyshortcuts": "/" });
  const findKey = make("kbd", { "aria-hidden": "true" }, "/");
  const finding = make("label", { class: "rw-find" });
  finding.append(make("span", {}, words.find, " ", findKey), find);
  finding.hidden = setup.themes.length <= MANY;
  const sayTarget = () => {
    const target = themes.target();
    if (!find.value.trim()) say("");
    else if (target < 0) say(words.unfound);
    else say(words.found.replace("{theme}", setup.themes[target].label));
  };
  find.addEventListener("input", () => {
    themes.filter(find.value);
    sayTarget();
  });
  const showAll = () => {
    find.value = "";
    themes.filter("");
  };
  const endFinding = () => {
    showAll();
    say("");
    themes.focus();
  };
  const giveTarget = () => {
    const at = themes.target();
    if (at < 0) return;
    endFinding();
    themes.toggle(at);
  };

  function keyInFind(event) {
    if (event.key === "Enter") event.repeat || giveTarget();
    else if (event.key === "Escape") endFinding();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      themes.moveTarget(event.key === "ArrowDown" ? 1 : -1);
      sayTarget();
    } else return false;
    return true;
  }
  function keyInMemo(event) {
    const leaves = event.key === "Escape" || (event.key === "Enter" && !event.shiftKey);
    if (leaves) themes.focus();
    return leaves;
  }
  function keyElsewhere(event) {
    const { target } = event;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const isOnce = key.length === 1 || NEXT.includes(key) || PREVIOUS.includes(key);
    if (event.repeat && isOnce) return true; // a key that is held down counts once
    const isButton = target.tagName === "BUTTON";
    if (isButton && (key === "Enter" || key === " ")) return false; // it presses the button
    if (key === "Enter" && event.shiftKey) return true; // who runs cells so means no sentence
    const number = readNumber(event);
    if (number >= 0) themes.press(number);
    else if (key === "Enter" && find.value.trim()) giveTarget();
    else if (NEXT.includes(key)) actions.next();
    else if (PREVIOUS.includes(key)) actions.previous();
    else if (key === "m") own.memo.focus();
    else if (key === "?") hints.focus();
    else if (key === "/" && !finding.hidden) find.focus();
    else if (key === "Escape" && find.value) endFinding();
    else {
      const name = Object.keys(keys).find(one => keys[one] === key);
      if (!name) return false;
      actions[name]();
    }
    return true;
  }
  root.addEventListener("keydown", event => {
    event.stopPropagation(); // no key is a command of JupyterLab
    if (event.isComposing) return;
    const isTyping = event.target === own.memo || event.target === find;
    let isTaken = false;
    if (event.ctrlKey || event.metaKey || event.altKey) {
      const isUndo = event.key.toLowerCase() === "z" && !event.shiftKey && !event.altKey;
      if (isUndo && !isTyping) {
        actions.undo();
        isTaken = true;
      }
    } else if (event.target === own.memo) isTaken = keyInMemo(event);
    else if (event.target === find) isTaken = keyInFind(event);
    else isTaken = keyElsewhere(event);
    if (isTaken) event.preventDefault();
  });
  addEventListener("pagehide", own.flush);

  // A panel of a cell that was just run takes the keys, unless someone writes elsewhere. Python
  // keeps that it was shown, so that a notebook which is opened later does not take them.
  async function takeKeys() {
    if (setup.was_shown) return;
    model.set("setup", { ...setup, was_shown: true });
    model.save_changes();
    for (let n = 0; n < 60 && !root.isConnected; n += 1) await new Promise(requestAnimationFrame);
    const active = document.activeElement;
    const isIdle = active === document.body || root.closest(".jp-Notebook")?.contains(active);
    const isUsed = active.closest("input, textarea, [contenteditable=true], .rw-panel");
    if (isIdle && !isUsed) themes.focus();
  }
  takeKeys();

  // -- drawing

  function draw(now) {
    const isOther = now.row !== page.row || now === page;
    page = now;
    counted.textContent = page.progress;
    progress.max = Math.max(1, page.n);
    progress.value = page.n_coded;
    place.replaceChildren(...withDots(page.place));
    for (const [name, node] of Object.entries({ before, sentence, after })) {
      if (node.textContent !== page[name]) node.textContent = page[name]; // else it is read out
      node.setAttribute("lang", page.lang);
    }
    given.replaceChildren(...withDots(page.given));
    given.classList.toggle("rw-soft", !page.is_coded);
    others.replaceChildren(...page.others.flatMap(({ coder: name, said }) => [
      make("dt", { dir: "auto" }, name),
      make("dd", { dir: "auto" }, said),
    ]));
    others.hidden = !page.others.length;
    themes.draw(page.themes);
    for (const name of ["none", "unsure"]) buttons[name].setAttribute("aria-pressed", page[name]);
    own.draw(page);
    say(page.said);
    status.classList.toggle("rw-unseen", page.moved);
    if (page.fault) alert.replaceChildren(page.fault, " ", reload);
    else alert.replaceChildren();
    if (isOther && find.value) showAll();
    wishes.answered(page);
    if (!wishes.areOpen()) own.memo.readOnly = false;
  }

  // The sentence is read out when it changes.
  const read = make("div", { "aria-live": "polite" }, sentence);
  const text = make("div", { class: "rw-text", role: "group", "aria-label": words.sentence });
  text.append(place, before, read, after, given, others);
  const right = make("div", { class: "rw-choose" }, themes.list, finding, themes.definition);
  const row = make("div", { class: "rw-actions", role: "group", "aria-label": words.actions });
  row.append(...Object.values(buttons));
  const memoKey = make("kbd", { "aria-hidden": "true" }, "m");
  const memoLabel = make("label", { class: "rw-memo" }, make("span", {}, words.memo, " ", memoKey));
  memoLabel.append(own.memo);
  const hint = `${finding.hidden ? words.few : words.many} ${words.hints}`;
  const below = make("div", { class: "rw-below" }, status, row, memoLabel);
  below.prepend(alert);
  hints.append(hint);
  below.append(hints);
  const sheet = make("div", { class: "rw-sheet" }, text, right, below);
  // A click beside the buttons and boxes is enough to go on with the keys.
  root.addEventListener("click", event => {
    const isOwn = event.target.closest("button, input, textarea, label, [role=option]");
    if (!isOwn && getSelection().isCollapsed) themes.focus();
  });
  return {
    nodes: [make("div", { class: "rw-coder", lang: setup.lang }, top, away, sheet)],
    draw,
    drawsAll: true,
    stop() {
      const isLost = wishes.areOpen() || own.isUnsaved();
      wishes.stop();
      say("");
      alert.replaceChildren(...(isLost ? [words.lost, " "] : []), words.stopped);
    },
    leave() {
      removeEventListener("pagehide", own.flush);
      own.flush(); // a box that is taken away is not left
    },
  };
}
