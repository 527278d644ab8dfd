import { make } from "./dom.js";
import { legends } from "./legends.js";
import { savable } from "./save.js";
import { keep, kept, told } from "./state.js";

// Maps: one selection, in every map of the figure and in the table.
export const explore = (figure, given) => {
  const table = given?.rows[0]?.dataset.code && given;
  const rows = new Map((table?.rows ?? []).map((row) => [row.dataset.code, row]));
  const areas = new Map(), codes = new Map(), words = new Map();
  for (const area of figure.querySelectorAll(".areas path, .areas use")) {
    const shape = area.id ? area : document.getElementById(area.getAttribute("href").slice(1));
    const code = shape.dataset.code, title = area.querySelector("title");
    codes.set(area, code);
    if (!areas.has(code)) areas.set(code, []);
    areas.get(code).push([area, shape]);
    if (title) words.set(code, title.textContent);
    // The browser's own tooltip would stand beside ours.
    title?.remove();
  }
  const tip = make("div", { class: "tip", hidden: "" });
  const live = make("div", { class: "hide", "aria-live": "polite" });
  const tools = make("div", { class: "acts" });
  const then = [], filter = table || { tests: [], then, words: () => [], clear() {}, apply() { for (const act of then) act(); } };
  figure.prepend(figure.querySelector(".toggle") ?? "", tools);
  figure.append(tip, live);

  let marked, held, marks = [], leaving;
  // Where the pointer is, and where it was when Escape put the words away: what then lies under a pointer
  // that has not moved must not bring them back.
  let pointer, dismissed;
  const place = (event) => { pointer = `${event.clientX},${event.clientY}`; };

  const mark = (code) => {
    for (const old of marks) old.remove();
    rows.get(marked)?.classList.remove("on");
    marked = code;
    marks = (areas.get(code) ?? []).flatMap(([area, shape]) => ["halo", "mark"].map((name) => {
      const made = shape.cloneNode();
      made.removeAttribute("id");
      made.setAttribute("class", name);
      area.closest("svg").append(made);
      return made;
    }));
    rows.get(code)?.classList.add("on");
  };
  const hide = () => { tip.hidden = true; mark(held); };
  const show = (code, near) => {
    clearTimeout(leaving);
    if (code !== marked) mark(code);
    const row = rows.get(code), said = words.get(code) ?? "", name = row?.cells[0].textContent ?? said.split(/[:;] /, 1)[0];
    const lines = row ? table.heads.map((head, n) => head.dataset.filter !== undefined && row.cells[n].textContent && `${head.textContent}: ${row.cells[n].textContent}`) : [said.slice(name.length + 2)];
    tip.replaceChildren(make("b", {}, name), ...lines.filter(Boolean).map((line) => make("div", {}, line)));
    tip.hidden = false;
    const box = near.getBoundingClientRect(), frame = figure.getBoundingClientRect(), above = box.top - tip.offsetHeight - 8;
    tip.style.left = `${Math.max(0, Math.min(box.left + box.width / 2 - frame.left - tip.offsetWidth / 2, frame.width - tip.offsetWidth))}px`;
    tip.style.top = `${(above > 0 ? above : box.bottom + 8) - frame.top}px`;
  };
  const seen = (code) => areas.get(code)?.map((pair) => pair[0]).find((area) => area.getClientRects().length);
  // Chooses a body as the reader's own: in all maps, in the table and in the address.
  const choose = (code, area = seen(code)) => {
    if (!areas.has(code)) return;
    keep("body", held = code);
    if (area) show(code, area);
    else mark(code);
  };

  const middle = (area) => {
    const box = area.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  };
  const step = (svg, [dx, dy]) => {
    const inside = [...svg.querySelectorAll(":scope > .areas > g > *")].filter((area) => !areas.get(codes.get(area))[0][1].classList.contains("left-out"));
    const from = inside.find((area) => codes.get(area) === marked);
    if (!from) return inside[0];
    const [x, y] = middle(from);
    let best = from, least = Infinity;
    for (const area of inside) {
      const [ax, ay] = middle(area), along = (ax - x) * dx + (ay - y) * dy;
      const cost = along + 2 * Math.abs((ax - x) * dy + (ay - y) * dx);
      if (along >= 1 && cost < least) [best, least] = [area, cost];
    }
    return best;
  };
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  for (const svg of figure.querySelectorAll("svg.map")) {
    svg.setAttribute("role", "application");
    svg.setAttribute("aria-roledescription", told.role);
    svg.addEventListener("keydown", (event) => {
      const way = ways[event.key];
      if (event.key === "Enter") rows.get(marked)?.querySelector("a")?.focus();
      if (!way) return;
      event.preventDefault();
      const area = step(svg, way), code = codes.get(area);
      area?.scrollIntoView({ block: "nearest", inline: "nearest" });
      choose(code, area);
      live.textContent = words.get(code) ?? "";
    });
    svg.addEventListener("blur", hide);
  }
  const pointed = (event) => codes.get(event.target.closest?.("path, use"));
  figure.addEventListener("pointermove", place);
  figure.addEventListener("pointerover", (event) => {
    place(event);
    if (pointer === dismissed) return;
    dismissed = "";
    const code = pointed(event);
    if (code) show(code, event.target);
    else if (tip.contains(event.target)) clearTimeout(leaving);
  });
  figure.addEventListener("pointerout", () => {
    clearTimeout(leaving);
    leaving = setTimeout(hide, 250);
  });
  figure.addEventListener("click", (event) => choose(pointed(event), event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !marked) return;
    dismissed = pointer;
    keep("body", held = "");
    hide();
    if (figure.contains(document.activeElement)) document.activeElement.blur();
  });
  for (const [code, row] of rows) {
    for (const kind of ["pointerenter", "focusin"]) row.addEventListener(kind, () => mark(code));
    for (const kind of ["pointerleave", "focusout"]) row.addEventListener(kind, () => mark(held));
  }
  // A postcode that was looked up on this page is told by `postcodeBox`; only its body is kept.
  document.addEventListener("found", ({ detail }) => {
    const body = detail.find((each) => areas.has(each.code));
    if (!body) return;
    seen(body.code)?.scrollIntoView({ block: "center", inline: "center" });
    choose(body.code);
  });

  for (const input of figure.querySelectorAll("[name=view]")) {
    if (kept("view")) input.checked = kept("view") === input.value;
    input.addEventListener("change", () => {
      keep("view", input.value);
      hide();
    });
  }
  legends(figure, areas, codes, filter, tools);
  if (told.cite) savable(tools, filter, figure);
  filter.apply();
  choose(kept("body"));
};
