import { make } from "./dom.js";
import { legends } from "./legends.js";
import { savable } from "./save.js";
import { keep, kept, told } from "./state.js";

// Maps: one selection, in every map of the figure and in the table.
export const explore = (figure, given) => {
  const table = given?.rows[0]?.dataset.code ? given : undefined;
  const rows = new Map((table?.rows ?? []).map((row) => [row.dataset.code, row]));
  const areas = new Map(), code = new Map(), words = new Map();
  for (const area of figure.querySelectorAll(".areas path, .areas use")) {
    const shape = area.tagName === "use" ? document.getElementById(area.getAttribute("href").slice(1)) : area;
    const mine = shape.dataset.code, title = area.querySelector("title");
    code.set(area, mine);
    if (!areas.has(mine)) areas.set(mine, []);
    areas.get(mine).push([area, shape]);
    if (title) words.set(mine, title.textContent);
    // The browser's own tooltip would stand beside ours.
    title?.remove();
  }
  const tip = make("div", { class: "tip", hidden: "" });
  const live = make("div", { class: "hide", "aria-live": "polite" });
  const tools = make("div", { class: "acts noprint" });
  const then = [], filter = table ?? { tests: [], then, words: () => [], clear() {}, apply() { for (const act of then) act(); } };
  const toggle = figure.querySelector(".toggle");
  if (toggle) toggle.after(tools);
  else figure.prepend(tools);
  figure.append(tip, live);

  let marked = null, held = null, marks = [], leaving = 0;
  // Where the pointer is, and where it was when Escape put the words away: what then lies under a pointer
  // that has not moved must not bring them back.
  let pointer = "", dismissed = "";
  const place = (event) => { pointer = `${event.clientX},${event.clientY}`; };

  const mark = (mine) => {
    for (const old of marks) old.remove();
    rows.get(marked)?.classList.remove("on");
    marked = mine;
    marks = (areas.get(mine) ?? []).flatMap(([area, shape]) => ["halo", "mark"].map((name) => {
      const made = document.createElementNS("http://www.w3.org/2000/svg", "path");
      made.setAttribute("d", shape.getAttribute("d"));
      made.setAttribute("class", name);
      area.closest("svg").append(made);
      return made;
    }));
    rows.get(mine)?.classList.add("on");
  };
  const hide = () => { tip.hidden = true; mark(held); };
  const show = (mine, near) => {
    clearTimeout(leaving);
    if (mine !== marked) mark(mine);
    const row = rows.get(mine), said = words.get(mine) ?? "", name = row?.cells[0].textContent ?? said.split(/[:;] /, 1)[0];
    tip.replaceChildren(make("b", {}, name));
    if (row) {
      table.heads.forEach((head, n) => {
        if (head.dataset.filter !== undefined && row.cells[n].textContent) tip.append(make("div", {}, `${head.textContent}: ${row.cells[n].textContent}`));
      });
    } else {
      tip.append(make("div", {}, said.slice(name.length + 2)));
    }
    tip.hidden = false;
    const box = near.getBoundingClientRect(), frame = figure.getBoundingClientRect();
    const left = Math.min(Math.max(box.left + box.width / 2 - frame.left - tip.offsetWidth / 2, 0), frame.width - tip.offsetWidth);
    const above = box.top - frame.top - tip.offsetHeight - 8;
    tip.style.left = `${left}px`;
    tip.style.top = `${box.top - tip.offsetHeight > 8 ? above : box.bottom - frame.top + 8}px`;
  };
  const hold = (mine) => { keep("body", held = mine); };
  const inView = (mine) => (areas.get(mine) ?? []).map((pair) => pair[0]).find((area) => area.getClientRects().length);
  // Chooses a body as the reader's own: in all maps, in the table and in the address.
  const choose = (mine, area = inView(mine)) => {
    if (!areas.has(mine)) return;
    hold(mine);
    if (area) show(mine, area);
    else mark(mine);
  };

  const middle = (area) => {
    const box = area.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  };
  const step = (svg, keyName) => {
    const inside = [...svg.querySelectorAll(":scope > .areas path, :scope > .areas use")].filter((area) => !areas.get(code.get(area))[0][1].classList.contains("left-out"));
    const from = inside.find((area) => code.get(area) === marked);
    if (!from) return inside[0];
    const [x, y] = middle(from);
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[keyName];
    let best = null, least = Infinity;
    for (const area of inside) {
      const [ax, ay] = middle(area);
      const along = (ax - x) * dx + (ay - y) * dy, aside = Math.abs((ax - x) * dy) + Math.abs((ay - y) * dx);
      if (area === from || along < 1) continue;
      const cost = along + 2 * aside;
      if (cost < least) [best, least] = [area, cost];
    }
    return best ?? from;
  };
  for (const svg of figure.querySelectorAll("svg.map")) {
    svg.setAttribute("role", "application");
    svg.setAttribute("aria-roledescription", told.role);
    svg.addEventListener("keydown", (event) => {
      if (event.key.startsWith("Arrow")) {
        event.preventDefault();
        const area = step(svg, event.key), mine = code.get(area);
        if (!area) return;
        area.scrollIntoView({ block: "nearest", inline: "nearest" });
        choose(mine, area);
        live.textContent = words.get(mine);
      } else if (event.key === "Enter") {
        rows.get(marked)?.querySelector("a")?.focus();
      }
    });
    svg.addEventListener("blur", hide);
  }
  figure.addEventListener("pointermove", place);
  figure.addEventListener("pointerover", (event) => {
    place(event);
    if (pointer === dismissed) return;
    dismissed = "";
    const mine = code.get(event.target.closest?.("path, use"));
    if (mine) show(mine, event.target);
    else if (tip.contains(event.target)) clearTimeout(leaving);
  });
  figure.addEventListener("pointerout", () => {
    clearTimeout(leaving);
    leaving = setTimeout(hide, 250);
  });
  figure.addEventListener("click", (event) => choose(code.get(event.target.closest?.("path, use")), event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !marked) return;
    dismissed = pointer;
    hold(null);
    hide();
    if (figure.contains(document.activeElement)) document.activeElement.blur();
  });
  for (const [mine, row] of rows) {
    if (!areas.has(mine)) continue;
    for (const kind of ["pointerenter", "focusin"]) row.addEventListener(kind, () => mark(mine));
    for (const kind of ["pointerleave", "focusout"]) row.addEventListener(kind, () => mark(held));
  }

  for (const input of figure.querySelectorAll("[name=view]")) {
    if (kept("view")) input.checked = kept("view") === input.value;
    input.addEventListener("change", () => {
      keep("view", input.value);
      hide();
    });
  }
  // A postcode that was looked up on this page is told by `postcodeBox`; only its body is kept.
  document.addEventListener("found", ({ detail }) => {
    const body = detail.find((each) => areas.has(each.code));
    if (!body) return;
    choose(body.code);
    inView(body.code)?.scrollIntoView({ block: "center", inline: "center" });
    if (!tip.hidden) show(body.code, inView(body.code));
  });
  legends(figure, areas, code, filter, tools);
  if (told.cite) savable(tools, filter, figure);
  filter.apply();
  choose(kept("body"));
};
