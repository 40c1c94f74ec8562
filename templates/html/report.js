"use strict";
// Opens beside the report what a number, a clause or a method is and comes from. Every word is in the data or in the page; every
// text is set as text and never read as markup.
(() => {
  // What is out of sight is laid out when it comes into sight: a long report opens at once.
  document.documentElement.classList.add("js");
  const data = JSON.parse(document.getElementById("data").textContent);
  const { words, texts, records, methods, clauses, steps, chains, tables, sources, behinds, patients, found: findings } = data;
  const panel = document.getElementById("panel");
  const title = document.getElementById("panel-title");
  const body = document.getElementById("panel-body");
  const by = (id) => document.getElementById(id);

  // What is above the place grows when it is laid out: the place is sought until it stays.
  const scrollTo = (element, times) => {
    element.scrollIntoView();
    if (times > 0) requestAnimationFrame(() => scrollTo(element, times - 1));
  };
  const narrow = matchMedia("(max-width: 48rem)");
  // On a narrow screen the panel covers the report, which cannot be reached then.
  const cover = () => document.querySelectorAll("header.bar, nav, main").forEach((part) => { part.inert = narrow.matches && !panel.hidden; });

  // --- Elements ---

  const make = (name, attributes, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value !== undefined && value !== null && value !== false) element.setAttribute(key, value === true ? "" : value);
    }
    element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
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
      stands: texts[r[10]], population: texts[r[11]], steps: chains[r[12]], tables: sources[r[13]], behind: r[14],
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
      formal.length ? [heading(words.formal), formal] : [],
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
        make("div", {}, make("dt", {}, name), make("dd", {}, value, about ? make("span", { class: "about" }, about) : "")))) : [],
      make("p", { class: "aside" }, citation),
      page ? make("details", {}, make("summary", {}, words.page), copied(page).filter((node) => !(node.matches && node.matches("h3")))) : [],
    ];
  };

  // --- Patients ---

  const patientId = (place) => "patient-" + encoded(patients.list[place][0]);
  const patientLink = (place) => link(patientId(place), patients.list[place][0]);
  const findingId = (place) => "finding-" + (place + 1);
  const patientPlaces = new Map(patients ? patients.list.map((_, place) => [patientId(place), place]) : []);
  const findingPlaces = new Map(findings.map((_, place) => [findingId(place), place]));
  const grid = (heads, rows, label) => make("div", { class: "scroll", role: "group", tabindex: "0", "aria-label": label },
    make("table", {}, make("thead", {}, make("tr", {}, heads.map((head) => make("th", { scope: "col" }, head)))),
      make("tbody", {}, rows.map(([first, ...rest]) => make("tr", {}, make("th", { scope: "row" }, first), rest.map((cell) => make("td", {}, cell)))))));
  const fold = (summary, build, open) => {
    const element = make("details", { open }, make("summary", {}, summary));
    const once = () => { if (element.open && element.childElementCount === 1) element.append(...[build()].flat(Infinity)); };
    element.addEventListener("toggle", once);
    if (open) once();
    return element;
  };
  const together = (list, by) => {
    const groups = new Map();
    list.forEach((item) => groups.set(by(item), [...(groups.get(by(item)) || []), item]));
    return groups;
  };

  // Where a finding is of a cell, the cell leads to it.
  const cell = (table, row, at) => {
    const text = texts[row[5][at]];
    const own = findings.findIndex((f) => f[4] === table.file && f[5] === row[0] && f[6] === table.columns[at][1]);
    return own < 0 ? text : [text + " ", link(findingId(own), words.kind_finding)];
  };
  const rowsOf = (place, rows) => {
    const table = patients.tables[place];
    const heads = [words.file_line, ...table.columns.map(([label, file]) => [file, make("span", { class: "about" }, label)])];
    const equal = rows.some((row) => row[5].some((text) => texts[text].startsWith("= ")));
    return [grid(heads, rows.map((row) => [table.file + ":" + row[0], ...row[5].map((_, at) => cell(table, row, at))]), table.label),
      equal ? make("p", { class: "aside" }, words.equal_sign) : []];
  };
  const rule = (place) => {
    const [text, clause, file, line] = patients.rules[place];
    return [texts[text] + " ", make("span", { class: "quiet" }, clauseLink(clause), ", " + texts[file] + ":" + line)];
  };
  const readingOf = (exam, [reader, result, because, shape, values, more]) => {
    const read = patients.read.find(([response]) => response === exam[0]);
    const things = read && read[2] >= 0 ? patients.tables[read[2]].rows.filter((row) => row[3] === exam[1] && (row[4] < 0 || row[4] === reader)) : [];
    const told = patients.shapes[shape].map((name, at) => [texts[name], texts[values[2 * at]],
      values[2 * at + 1] >= 0 ? rule(values[2 * at + 1]) : values[2 * at + 1] === -1 ? words.computed : words.untold]);
    return [
      make("h4", {}, texts[reader] && texts[result] ? fill(words.named, { name: texts[reader], value: texts[result] }) : texts[reader] + texts[result], make("span", { class: "about" }, texts[because])),
      things.length ? [make("p", { class: "aside" }, words.read_from), rowsOf(read[2], things)] : [],
      told.length ? grid([words.value_of, words.value, words.rule_row], told, words.rule_row) : [],
      more.length ? make("ul", {}, more.map((text) => make("li", {}, texts[text]))) : [],
    ];
  };
  const examOf = (exam) => {
    const [response, key, day, result, because, readings] = exam;
    const read = patients.read.find(([of]) => of === response);
    const own = read ? patients.tables[read[1]].rows.filter((row) => row[2] === key) : [];
    const element = fold(fill(words.exam_line, { exam: texts[key], day, response: texts[response], result: texts[result] }),
      () => [make("p", {}, texts[because]), own.length ? rowsOf(read[1], own) : [], readings.map((reading) => readingOf(exam, reading))]);
    element.dataset.exam = response + " " + key;
    return element;
  };
  const goTo = (response, key) => {
    const button = make("button", { type: "button" }, texts[key] + ", " + texts[response]);
    button.addEventListener("click", () => {
      const target = body.querySelector("details[data-exam='" + response + " " + key + "']");
      if (!target) return;
      if (target.parentElement.closest("details")) target.parentElement.closest("details").open = true;
      target.open = true;
      target.querySelector("summary").focus();
      target.scrollIntoView({ block: "start" });
    });
    return button;
  };
  const valueOf = (place, withName) => {
    const [, of, value, because, exams, began] = patients.values[place];
    return make("li", {}, withName ? make("strong", {}, fill(words.named, { name: texts[of], value: "" })) : "", texts[value] + ", " + texts[because], began === null ? "" : ", " + texts[began], " ",
      exams.map(([response, key]) => [goTo(response, key), " "]).flat());
  };

  let last = null;
  const showPatient = (place) => {
    const [name, armPlace, zero, populations, points, known, begins, exams, course] = patients.list[place];
    const own = patients.values.map((value, at) => [value, at]).filter(([value]) => value[0] === place).map(([, at]) => at);
    const asked = last === null ? [] : (behinds.list[record(last).behind] || { values: [] }).values.filter((at) => patients.values[at][0] === place);
    const ownFindings = findings.map((f, at) => [f, at]).filter(([f]) => f[7] === place);
    title.textContent = words.patient + " " + name;
    body.replaceChildren(...[
      pairs([[words.arm, texts[patients.arms[armPlace]]], [words.time_zero, zero], [words.address, link(patientId(place), "#" + patientId(place))]]),
      asked.length ? [heading(words.in_this_number), make("p", { class: "aside" }, link(encoded(record(last).id), named(record(last)))),
        make("ul", {}, asked.map((at) => valueOf(at, false)))] : [],
      heading(words.timeline), grid([words.day, words.what, words.where], course.map(([day, what, where]) => [day === null ? "" : String(day), texts[what], texts[where]]), words.timeline),
      heading(words.examinations),
      begins.length ? make("ul", {}, begins.map((text) => make("li", {}, texts[text]))) : [],
      [...together(exams, (exam) => texts[exam[0]])].map(([response, list]) => make("details", {}, make("summary", {}, response + " (" + list.length + ")"), list.map(examOf))),
      heading(words.derived),
      fold(words.values + " (" + own.length + ")", () => make("ul", {}, own.map((at) => valueOf(at, true)))),
      make("details", {}, make("summary", {}, words.known), pairs(known.map(([label, value]) => [texts[label], texts[value]])), pairs(points.map(([label, exam]) => [texts[label], texts[exam]]))),
      make("details", {}, make("summary", {}, words.populations), pairs(populations.map(([label, why]) => [texts[label], texts[why]]))),
      heading(words.findings + " (" + ownFindings.length + ")"),
      ownFindings.length ? make("ul", {}, ownFindings.map(([f, at]) => make("li", {}, link(findingId(at), f[0] + " " + f[1]), " " + f[8]))) : make("p", {}, words.no_finding),
      heading(words.rows_of_files),
      patients.tables.map((table, at) => [table, at, table.rows.filter((row) => row[1] === place)]).filter(([, , rows]) => rows.length)
        .map(([table, at, rows]) => fold(table.label + ", " + table.file + " (" + rows.length + ")", () => rowsOf(at, rows))),
    ].flat(Infinity));
  };

  const inBehind = new Map();
  const holds = (behind, place) => {
    if (behind < 0) return false;
    if (!inBehind.has(behind)) {
      const { members, values, lists } = behinds.list[behind];
      inBehind.set(behind, new Set([...behinds.members[members], ...values.map((at) => patients.values[at][0]), ...lists.flatMap(([, list]) => list.map(([of]) => of))]));
    }
    return inBehind.get(behind).has(place);
  };
  const showFinding = (place) => {
    const [code, of, severity, table, file, line, column, patient, seen, expected, clause] = findings[place];
    const resting = [];
    records.forEach((r, at) => {
      if (table >= 0 && sources[r[13]].includes(table) && (patient < 0 || holds(r[14], patient))) resting.push(at);
    });
    const source = patients && line !== null ? patients.tables.findIndex((t) => t.file === file && t.rows.some((row) => row[0] === line)) : -1;
    title.textContent = code + " " + of;
    body.replaceChildren(...[
      pairs([
        [words.state, severity], [words.clause_head, clauseLink(clause)], [words.where, file + (line === null ? "" : ":" + line) + (column ? ", " + column : "")],
        [words.patient, patient < 0 ? "" : patientLink(patient)], [words.seen, seen], [words.expected, expected],
        [words.address, link(findingId(place), "#" + findingId(place))],
      ]),
      source >= 0 ? rowsOf(source, patients.tables[source].rows.filter((row) => row[0] === line)) : [],
      heading(words.resting + " (" + resting.length + ")"),
      make("p", { class: "aside" }, patient < 0 ? words.resting_table : words.resting_patient),
      [...together(resting, (at) => texts[records[at][3]])].map(([name, list]) => fold(name + " (" + list.length + ")",
        () => make("ul", {}, list.map((at) => { const r = record(at); return make("li", {}, link(encoded(r.id), [r.what, r.group, r.term].filter(Boolean).join(" · ")), " " + r.printed); })))),
    ].flat(Infinity));
  };

  const behindOf = (r) => {
    if (r.behind < 0) return patients ? [] : make("p", { class: "aside" }, words.left_to_trace);
    const { states, members, values, lists } = behinds.list[r.behind];
    const arms = patients.arms.map((arm) => texts[arm]);
    const some = arms.map((_, arm) => states.some(([, counts]) => counts[arm] > 0));
    const all = behinds.members[members];
    const ofPatient = together(values, (at) => patients.values[at][0]);
    const rest = all.filter((place) => !ofPatient.has(place));
    const each = [...new Set([...ofPatient.keys(), ...rest])].sort((a, b) => a - b);
    if (states.length + lists.length + each.length === 0) return [];
    return [
      heading(words.behind),
      states.length ? grid([words.settled, ...arms.filter((_, arm) => some[arm]), words.sum],
        states.map(([state, counts]) => [texts[state], ...counts.filter((_, arm) => some[arm]).map(String), String(counts.reduce((a, b) => a + b, 0))]), words.settled) : [],
      lists.map(([name, list]) => fold(texts[name], () => make("ul", {}, list.map(([place, text]) => make("li", {}, patientLink(place), " " + texts[text]))))),
      each.length ? fold(words.one_by_one + " (" + each.length + ")", () => grid([words.patient, words.arm, words.value],
        each.map((place) => [patientLink(place), texts[patients.arms[patients.list[place][1]]],
          (ofPatient.get(place) || []).map((at) => make("span", { class: "block" }, texts[patients.values[at][2]] + ", " + texts[patients.values[at][3]]))]), words.behind)) : [],
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
    last = place;
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
      behindOf(r),
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
    ].flat(Infinity));
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
    ].flat(Infinity));
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
  const openable = (id) => [places, clausePlaces, methodIds, patientPlaces, findingPlaces].some((known) => known.has(id));
  const build = (id, together) => {
    if (places.has(id)) showRecord(places.get(id), together);
    else if (clausePlaces.has(id)) showClause(clausePlaces.get(id));
    else if (patientPlaces.has(id)) showPatient(patientPlaces.get(id));
    else if (findingPlaces.has(id)) showFinding(findingPlaces.get(id));
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
    cover();
    panel.scrollTop = 0;
    title.focus({ preventScroll: true });
  };
  const close = () => {
    if (panel.hidden) return;
    panel.hidden = true;
    document.body.classList.remove("opened");
    cover();
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
        if (narrow.matches) close();
        scrollTo(target, 8);
      }
      return;
    }
    const together = a.classList.contains("number") ? a.dataset.r.split(",").map(Number) : null;
    const first = together ? encoded(record(together[0]).id) : id;
    if (!openable(first)) {
      const target = by(id);
      if (target) setTimeout(() => scrollTo(target, 8));
      return;
    }
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
    if (patients) patients.list.forEach((p, place) => add(words.kind_patient, patientId(place), p[0], texts[patients.arms[p[1]]]));
    findings.forEach((f, place) => add(words.kind_finding, findingId(place), f[0] + " " + f[1] + " " + f[8], f[4] + (f[5] === null ? "" : ":" + f[5])));
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

  if (by(location.hash.slice(1))) setTimeout(() => scrollTo(by(location.hash.slice(1)), 8));
  narrow.addEventListener("change", cover);
  if (narrow.matches) document.querySelector("nav details").open = false;
  go(location.hash);
})();
