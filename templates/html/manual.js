"use strict";
// Finds sections by their headings and words. It writes texts alone, and never HTML.
(() => {
  const entries = JSON.parse(document.getElementById("index").textContent);
  const [form, asked, found, count] = ["search", "asked", "found", "count"].map((id) => document.getElementById(id));
  const MOST = 40;

  const rank = (entry, words) => {
    const title = entry.title.toLowerCase();
    let sum = 0;
    for (const word of words) {
      if (title === word || title.startsWith(word + ",") || title.startsWith(word + ":")) sum += 0;
      else if (title.split(/[^\p{L}\p{N}_]+/u).includes(word)) sum += 1;
      else if (title.includes(word)) sum += 2;
      else if ((" " + entry.words + " ").includes(" " + word + " ")) sum += 3;
      else if (entry.words.includes(word)) sum += 4;
      else return null;
    }
    return sum;
  };

  // What a screen reader is told as well.
  const said = (sections) => {
    if (sections === 0) return "Nothing is called so.";
    if (sections === 1) return "1 section";
    return sections + " sections" + (sections > MOST ? ", the first " + MOST + " of them listed" : "");
  };

  const show = () => {
    const words = asked.value.toLowerCase().split(/\s+/).filter((word) => word !== "");
    const ranked = words.length === 0 ? [] : entries
      .map((entry, place) => ({ entry, place, rank: rank(entry, words) }))
      .filter((one) => one.rank !== null)
      .sort((a, b) => a.rank - b.rank || a.place - b.place);
    found.replaceChildren(...ranked.slice(0, MOST).map(({ entry }) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = entry.address;
      link.textContent = entry.title;
      const page = document.createElement("span");
      page.className = "of";
      page.textContent = " · " + entry.page;
      item.append(link, page);
      return item;
    }));
    found.hidden = ranked.length === 0;
    count.textContent = words.length === 0 ? "" : said(ranked.length);
  };

  form.hidden = false;
  asked.addEventListener("input", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const first = found.querySelector("a");
    if (first !== null) first.click();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLInputElement;
    if (event.key === "/" && !typing) {
      event.preventDefault();
      asked.focus();
    } else if (event.key === "Escape" && !form.hidden) {
      // The link that had the focus goes, and the focus with it.
      if (found.contains(event.target)) asked.focus();
      asked.value = "";
      show();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !found.hidden) {
      const links = [...found.querySelectorAll("a")];
      const at = links.indexOf(document.activeElement);
      if (at < 0 && !(event.key === "ArrowDown" && event.target === asked)) return;
      event.preventDefault();
      const next = event.key === "ArrowDown" ? at + 1 : at - 1;
      (next < 0 ? asked : links[Math.min(next, links.length - 1)]).focus();
    }
  });
  found.addEventListener("click", () => { found.hidden = true; });
  const given = new URLSearchParams(location.search).get("q");
  if (given !== null) {
    asked.value = given;
    show();
  }
})();
