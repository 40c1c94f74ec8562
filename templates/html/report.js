"use strict";
// Opens beside the report what a number, a clause or a method is and comes from. Every word is in the data or in the page; every
// text is set as text and never read as markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { words, texts, records, methods, clauses, steps, chains, tables, sources } = data;
  const panel = document.getElementById("panel");
  const title = document.getElementById("panel-title");
  const body = document.getElementById("panel-body");
  const by = (id) => document.getElementById(id);

  // --- Elements ---

  const make = (name, attributes, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value !== undefined && value !== null && value !== false) element.setAttribute(key, value === true ? "" : value);
    }
    element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
    return element;
  };
  const fill = (template, places) => template.replace(/\{(\w+)\}/g, (whole, name) => (name in places ? places[name] : whole));
  const link = (id, text, current) => make("a", { href: "#" + id, "aria-current": current ? "true" : null }, text);
  const pairs = (list) =>
    make("dl", {}, list.filter(([, value]) => value !== "" && value !== null && value !== undefined)
      .map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value))));
  const heading = (text) => make("h3", {}, text);

  // A copy of what stands in the report; no place is there twice.
  const copied = (element) => {
    const copy = element.cloneNode(true);
    copy.querySelectorAll("[id]").forEach((inner) => inner.removeAttribute("id"));
    return [...copy.childNodes];
  };

  // --- Records ---

  const encoded = (text) => {
    let out = "";
    for (const byte of new TextEncoder().encode(text)) {
      const letter = String.fromCharCode(byte);
      out += /[A-Za-z0-9._~()-]/.test(letter) ? letter : "%" + byte.toString(16).toUpperCase().padStart(2, "0");
    }
    return out;
  };
  const record = (place) => {
    const r = records[place];
    const [stem, last] = [texts[r[0]], texts[r[1]]];
    return {
      place, id: stem ? stem + "." + last : last,
      what: texts[r[2]], of: texts[r[3]], group: texts[r[4]], term: texts[r[5]],
      printed: r[6], exact: r[7] || r[6], clause: r[8], method: r[9],
      stands: texts[r[10]], population: texts[r[11]], steps: chains[r[12]], tables: sources[r[13]],
    };
  };
  const places = new Map();
  records.forEach((r, place) => {
    const stem = texts[r[0]];
    places.set(encoded(stem ? stem + "." + texts[r[1]] : texts[r[1]]), place);
  });
  const named = (r) => [r.what, r.of, r.group, r.term].filter(Boolean).join(" · ");
  const shown = new Set();
  document.querySelectorAll("a.number").forEach((a) => a.dataset.r.split(",").forEach((place) => shown.add(Number(place))));

  // --- The language of plans ---

  const TOKENS = /(#[^\n]*|\/\/[^\n]*)|("(?:[^"\\\n]|\\.)*")|(\b\d[\d.]*\b)|(^\s*[a-z_][a-z_ ]*?(?=:))|(^\s*[a-z_]+\b)/gim;
  const CLASSES = ["note", "text", "count", "key", "word"];
  const coloured = (line) => {
    const parts = [];
    let from = 0;
    for (const found of line.matchAll(TOKENS)) {
      parts.push(line.slice(from, found.index));
      parts.push(make("span", { class: CLASSES[found.slice(1).findIndex((group) => group !== undefined)] }, found[0]));
      from = found.index + found[0].length;
    }
    parts.push(line.slice(from));
    return parts;
  };
  // The lines of a statement: from where it stands to where its braces close.
  const extent = (lines, start) => {
    let depth = 0;
    for (let at = start; at < lines.length; at += 1) {
      const bare = lines[at].replace(/"(?:[^"\\]|\\.)*"/g, "").replace(/(#|\/\/).*/, "");
      depth += (bare.match(/\{/g) || []).length - (bare.match(/\}/g) || []).length;
      if (depth <= 0) return at;
    }
    return lines.length - 1;
  };
  const colour = (pre, hits) => {
    const first = Number(pre.dataset.line);
    const lines = pre.textContent.split("\n");
    const marked = new Set();
    hits.filter((hit) => hit >= first && hit < first + lines.length).forEach((hit) => {
      for (let at = hit - first; at <= extent(lines, hit - first); at += 1) marked.add(at);
    });
    const code = make("code", {});
    lines.forEach((line, at) => {
      const hit = marked.has(at);
      code.append(...(hit ? [make("span", { class: "hit" }, coloured(line), "\n")] : [...coloured(line), "\n"]));
    });
    pre.replaceChildren(code);
    return pre;
  };

  // --- What is opened ---

  const clauseLink = (place) => (place < 0 ? null : link(clauses[place].id, fill(words.clause, { clause: clauses[place].number })));
  const states = (clause) => clause.states.map((state) => [make("span", { class: "state " + state }, words[state]), " "]);

  const clauseText = (place, hits) => {
    const clause = clauses[place];
    const source = by(clause.id);
    const inside = source ? copied(source) : [];
    const formal = inside.filter((node) => node.matches && node.matches("pre.plan")).map((pre) => colour(pre, hits));
    const prose = inside.filter((node) => node.nodeType === 1 && !node.matches("pre.plan, h1, h2, h3, h4, h5, h6"));
    return [
      formal.length ? [make("h4", {}, words.formal), formal] : [],
      prose.length ? make("details", { open: formal.length === 0 }, make("summary", {}, words.prose), prose) : [],
    ];
  };

  const chain = (list) => make("ol", {}, list.map((place) => {
    const [id, kind, label, clause, file, line] = steps[place];
    return make("li", {}, label + " ", make("span", { class: "quiet" }, kind + ", "), clauseLink(clause),
      make("span", { class: "quiet" }, ", " + file + ":" + line + " "), make("code", {}, id));
  }));

  const method = (place) => {
    const { id, title: called, options, citation } = methods[place];
    const page = id && by(id);
    return [
      heading(called),
      options.length ? make("dl", { "aria-label": words.options }, options.map(([name, value, about]) =>
        make("div", {}, make("dt", {}, name), make("dd", {}, value, about ? make("span", { class: "about", lang: "en" }, about) : "")))) : [],
      make("p", { class: "aside" }, citation),
      page ? make("details", {}, make("summary", {}, words.page), copied(page).filter((node) => !(node.matches && node.matches("h3")))) : [],
    ];
  };

  const showRecord = (place, together) => {
    const r = record(place);
    const clause = r.clause >= 0 ? clauses[r.clause] : null;
    const own = clause ? r.steps.map((step) => steps[step]).filter((step) => step[4] === clause.file && step[3] === r.clause) : [];
    const tabs = together.length > 1
      ? [heading(words.numbers_here), make("ul", { class: "tabs" }, together.map((other) => {
        const { id, what, printed } = record(other);
        return make("li", {}, link(encoded(id), what + " " + printed, other === place));
      }))]
      : [];
    title.textContent = named(r);
    body.replaceChildren(...[
      make("p", { class: "value" }, r.printed),
      pairs([
        [words.exact, r.exact],
        [words.population, r.population],
        [words.stands_as, r.stands],
        [words.identifier, make("code", {}, r.id)],
        [words.address, link(encoded(r.id), "#" + r.id)],
      ]),
      tabs,
      r.method >= 0 ? method(r.method) : make("p", { class: "aside" }, words.no_method),
      clause ? [heading(fill(words.clause, { clause: clause.number }) + " " + clause.title),
        make("p", { class: "aside" }, link(clause.id, words.made), " · " + clause.file + ":" + clause.line),
        clauseText(r.clause, own.slice(0, 1).map((step) => step[5]))] : [],
      heading(words.steps), chain(r.steps),
      heading(words.tables), make("ul", {}, r.tables.map((at) => {
        const [name, label, rows, digest] = tables[at];
        return make("li", {}, label + " ", make("span", { class: "quiet" }, "(" + name + "), " + fill(words.rows, { n: rows })),
          " ", make("code", {}, "sha-256 " + digest));
      })),
    ].flat(3));
  };

  const showClause = (place) => {
    const clause = clauses[place];
    const made = [];
    records.forEach((r, at) => { if (r[8] === place) made.push(at); });
    const groups = new Map();
    made.forEach((at) => {
      const r = record(at);
      groups.set(r.of, [...(groups.get(r.of) || []), r]);
    });
    title.textContent = fill(words.clause, { clause: clause.number }) + " " + clause.title;
    body.replaceChildren(...[
      make("p", {}, states(clause)),
      make("p", { class: "aside" }, make("a", { href: "#" + clause.id, "data-go": true }, words.in_report), " · " + clause.file + ":" + clause.line),
      clauseText(place, []),
      heading(words.made + " (" + made.length + ")"),
      made.length === 0 ? make("p", {}, words.made_none) : [],
      [...groups].map(([of, list]) => make("details", { open: groups.size < 4 && list.length < 60 },
        make("summary", {}, of + " (" + list.length + ")"),
        make("ul", {}, list.map((r) => make("li", {}, link(encoded(r.id), [r.what, r.group, r.term].filter(Boolean).join(" · ")),
          " " + r.printed, shown.has(r.place) ? make("span", { class: "quiet" }, " · " + words.shown_in_report) : ""))))),
    ].flat(3));
  };

  const showMethod = (id) => {
    const source = by(id);
    title.textContent = source.querySelector("h3").textContent;
    const used = [];
    records.forEach((r, at) => { if (r[9] >= 0 && methods[r[9]].id === id) used.push(at); });
    const of = new Map();
    used.forEach((at) => { const { of: name, id: first } = record(at); if (!of.has(name)) of.set(name, first); });
    body.replaceChildren(
      ...copied(source).filter((node) => !(node.matches && node.matches("h3"))),
      heading(words.made + " (" + used.length + ")"),
      make("ul", {}, [...of].map(([name, first]) => make("li", {}, link(encoded(first), name)))),
    );
  };

  const clausePlaces = new Map(clauses.map((clause, place) => [clause.id, place]));
  const methodIds = new Set(methods.map((m) => m.id).filter((id) => id && by(id)));

  // Whether what follows `#` can be opened; then it is.
  const openable = (id) => places.has(id) || clausePlaces.has(id) || methodIds.has(id);
  const build = (id, together) => {
    if (places.has(id)) showRecord(places.get(id), together);
    else if (clausePlaces.has(id)) showClause(clausePlaces.get(id));
    else showMethod(id);
  };

  let opener = null;
  let group = [];
  const open = (id, together, from) => {
    const place = places.get(id);
    group = together || (place !== undefined && group.includes(place) ? group : place === undefined ? [] : [place]);
    build(id, group);
    if (from && !panel.contains(from)) opener = from;
    document.querySelectorAll("main a[aria-current=true]").forEach((a) => a.removeAttribute("aria-current"));
    if (opener && opener.classList.contains("number")) opener.setAttribute("aria-current", "true");
    panel.hidden = false;
    document.body.classList.add("opened");
    panel.scrollTop = 0;
    title.focus({ preventScroll: true });
  };
  const close = () => {
    if (panel.hidden) return;
    panel.hidden = true;
    document.body.classList.remove("opened");
    document.querySelectorAll("main a[aria-current=true]").forEach((a) => a.removeAttribute("aria-current"));
    if (openable(location.hash.slice(1))) history.pushState(null, "", location.pathname + location.search);
    if (opener && opener.isConnected) opener.focus();
    opener = null;
  };
  const go = (hash) => {
    const id = hash.slice(1);
    if (openable(id)) open(id, null, null);
    else if (!panel.hidden && id === "") close();
  };

  document.addEventListener("click", (event) => {
    const a = event.target.closest && event.target.closest("a[href^='#']");
    if (!a || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    const id = a.getAttribute("href").slice(1);
    if (a.hasAttribute("data-go")) {
      const target = by(id);
      if (target) {
        event.preventDefault();
        target.scrollIntoView();
      }
      return;
    }
    const together = a.classList.contains("number") ? a.dataset.r.split(",").map(Number) : null;
    const first = together ? encoded(record(together[0]).id) : id;
    if (!openable(first)) return;
    event.preventDefault();
    history.pushState(null, "", "#" + first);
    open(first, together, a);
  });
  by("close").addEventListener("click", close);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (!by("hits").hidden) hideHits();
    else close();
  });
  window.addEventListener("popstate", () => go(location.hash));

  // --- Search ---

  const form = by("search");
  const query = by("query");
  const hits = by("hits");
  const found = by("found");
  const FIRST = 40;
  let entries = null;
  const index = () => {
    const all = [];
    const add = (kind, id, text, more) => all.push({ kind, id, text, more, read: (text + " " + more).toLowerCase() });
    document.querySelectorAll("main h2[id], main h3[id]").forEach((h) => {
      if (!h.closest(".clause")) add(words.kind_section, h.id, h.textContent, "");
    });
    clauses.forEach((c) => add(words.kind_clause, c.id, fill(words.clause, { clause: c.number }) + " " + c.title, c.file));
    methodIds.forEach((id) => add(words.kind_method, id, by(id).querySelector("h3").textContent, id.slice("method-".length)));
    records.forEach((_, place) => {
      const r = record(place);
      add(words.kind_record, encoded(r.id), named(r) + " " + r.printed, r.id);
    });
    return all;
  };
  const hideHits = () => {
    hits.hidden = true;
    found.textContent = "";
  };
  const seek = () => {
    const asked = query.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    if (asked.length === 0) return hideHits();
    entries = entries || index();
    const all = entries.filter((entry) => asked.every((word) => entry.read.includes(word)));
    const n = all.length;
    found.textContent = n === 0 ? words.no_hit : n === 1 ? words.one_hit
      : n > FIRST ? fill(words.first_hits, { n, shown: FIRST }) : fill(words.hits, { n });
    hits.replaceChildren(...all.slice(0, FIRST).map((entry) => make("li", {},
      make("a", { href: "#" + entry.id }, entry.text, make("small", {}, entry.kind + (entry.more ? " · " + entry.more : ""))))));
    hits.hidden = n === 0;
  };
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const first = hits.querySelector("a");
    if (first) first.click();
  });
  query.addEventListener("input", seek);
  hits.addEventListener("click", (event) => { if (event.target.closest("a")) hideHits(); });
  form.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const all = [...hits.querySelectorAll("a")];
    if (!step || all.length === 0) return;
    event.preventDefault();
    const at = all.indexOf(document.activeElement) + step;
    (at < 0 ? query : all[Math.min(at, all.length - 1)]).focus();
  });
  document.addEventListener("click", (event) => { if (!form.contains(event.target)) hideHits(); });

  if (matchMedia("(max-width: 48rem)").matches) document.querySelector("nav details").open = false;
  go(location.hash);
})();
