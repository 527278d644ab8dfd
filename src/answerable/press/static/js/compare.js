import { fill, make } from "./dom.js";
import { searchable } from "./search.js";

// Up to four bodies beside each other. The rows are in the page; the cells come from the bodies' own pages.
export const compare = (place) => {
  const say = place.dataset, part = (name) => place.querySelector(name), given = new URLSearchParams(location.search);
  const slugs = [...new Set(given.getAll("b"))].slice(0, 4);
  const to = (those, round = given.get("r")) => `?${new URLSearchParams([...those.map((slug) => ["b", slug]), ...(round ? [["r", round]] : [])])}`;
  if (slugs.length < 4) {
    searchable(part("form"), ([, address]) => {
      const slug = address.match(/bodies\/([^/]+)/)?.[1];
      return slug && !slugs.includes(slug) && to([...slugs, slug]);
    });
  }
  const open = async (slug) => {
    const answer = await fetch(`${say.bodies}${encodeURIComponent(slug)}/index.html`);
    const doc = new DOMParser().parseFromString(await answer.text(), "text/html");
    return { slug, doc, url: answer.url, kind: doc.querySelector("[data-kind]")?.dataset.kind };
  };
  const cellOf = ({ slug, doc, url }, { id, column, from }, legend, counted) => {
    const made = make(column ? "td" : "th", column ? { role: "cell" } : { role: "columnheader", scope: "col" });
    if (!column) {
      const name = doc.querySelector("h1").textContent;
      made.append(make("a", { class: "quietly", href: url }, name), make("a", { class: "less noprint", href: to(slugs.filter((other) => other !== slug)), "aria-label": `${say.remove} ${name}` }, say.remove));
    } else if (from) {
      made.append([...doc.querySelectorAll(from)].map((each) => each.textContent).join("; ") || say.silent);
    } else {
      const said = doc.getElementById(id)?.cells[column], words = said?.firstChild.textContent ?? say.silent;
      const state = said?.dataset.s ?? (said?.className === "y" ? "yes" : "missing"), mark = legend.querySelector(`[data-token="${state}"] svg`);
      made.append(mark?.cloneNode(true) ?? "", " ", words);
      if (/^(missing|words)$/.test(state)) counted.silent = 1;
      else counted.told.add(words);
    }
    return made;
  };
  const show = (bodies) => {
    const [{ kind }] = bodies, n = { rows: 0, differ: 0, unknown: 0 };
    if (!bodies.every((body) => body.kind)) return say.gone;
    if (!bodies.every((body) => body.kind === kind)) return say.kinds;
    const has = (each) => (body) => body.doc.querySelector(`[data-round="${each.dataset.round}"]`);
    const mine = [...place.querySelectorAll("template")].filter((each) => each.dataset.kind === kind && bodies.some(has(each)));
    const chosen = mine.find((each) => each.dataset.round === given.get("r")) ?? mine.find((each) => bodies.every(has(each))) ?? mine[0];
    if (!chosen) return say.never;
    const made = chosen.content.cloneNode(true), table = made.querySelector("table");
    table.style.setProperty("--n", bodies.length);
    for (const row of table.querySelectorAll("[data-column]")) {
      const counted = { told: new Set() };
      row.append(...bodies.map((body) => cellOf(body, row.dataset, made, counted)));
      if (!row.dataset.id) continue;
      n.rows++;
      if (counted.told.size > 1) n.differ++;
      else {
        row.classList.add("same");
        n.unknown += counted.silent ?? 0;
      }
    }
    for (const link of made.querySelectorAll("[data-r]")) link.href = to(slugs, link.dataset.r);
    made.querySelector("input").addEventListener("change", () => table.classList.toggle("only"));
    part(".result").append(made);
    return fill(bodies[1] ? say.counts : say.another, n);
  };
  if (slugs[0]) Promise.all(slugs.map(open)).then(show).catch(() => say.failed).then((words) => { part(".told").textContent = words; });
};
