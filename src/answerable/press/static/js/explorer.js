import { make } from "./dom.js";

// Maps: one selection, in every map of the figure and in the table.
export const explore = (figure) => {
  const rows = new Map([...document.querySelectorAll("tr[data-code]")].map((row) => [row.dataset.code, row]));
  const areas = new Map();
  const code = new Map();
  for (const svg of figure.querySelectorAll("svg.map")) {
    for (const area of svg.querySelectorAll(".areas path, .areas use")) {
      const shape = area.tagName === "use" ? document.getElementById(area.getAttribute("href").slice(1)) : area;
      const mine = shape.dataset.code;
      code.set(area, mine);
      if (!areas.has(mine)) areas.set(mine, []);
      areas.get(mine).push([area, shape]);
      shape.querySelector("title")?.setAttribute("data-said", "");
    }
  }
  const said = (mine) => areas.get(mine)[0][1].querySelector("title")?.textContent ?? "";
  const words = new Map([...areas.keys()].map((mine) => [mine, said(mine)]));
  // The browser's own tooltip would stand beside ours.
  for (const [, pairs] of areas) pairs[0][1].querySelector("title")?.remove();

  const tip = make("div", { class: "tip", hidden: "" });
  const live = make("div", { class: "hide", "aria-live": "polite" });
  figure.append(tip, live);
  let chosen = null, marks = [], leaving = 0;
  // Where the pointer is, and where it was when Escape put the words away: what then lies under a pointer
  // that has not moved must not bring them back.
  let pointer = "", dismissed = "";
  const place = (event) => { pointer = `${event.clientX},${event.clientY}`; };

  const mark = (mine) => {
    for (const old of marks) old.remove();
    rows.get(chosen)?.classList.remove("on");
    chosen = mine;
    marks = (areas.get(mine) ?? []).map(([area, shape]) => {
      const made = document.createElementNS("http://www.w3.org/2000/svg", "path");
      made.setAttribute("d", shape.getAttribute("d"));
      made.setAttribute("class", "mark");
      area.closest("svg").append(made);
      return made;
    });
    rows.get(mine)?.classList.add("on");
  };
  const hide = () => { tip.hidden = true; mark(null); };
  const show = (mine, near) => {
    clearTimeout(leaving);
    if (mine !== chosen) mark(mine);
    const row = rows.get(mine);
    const name = words.get(mine).split(/[:;] /, 1)[0];
    tip.replaceChildren(make("b", {}, row ? row.cells[0].textContent : name));
    if (row) {
      const heads = row.closest("table").tHead.rows[0].cells;
      [...row.cells].forEach((cell, n) => {
        if (n && heads[n].dataset.filter !== undefined && cell.textContent) tip.append(make("div", {}, `${heads[n].textContent}: ${cell.textContent}`));
      });
    } else {
      tip.append(make("div", {}, words.get(mine).slice(name.length + 2)));
    }
    tip.hidden = false;
    const box = near.getBoundingClientRect(), frame = figure.getBoundingClientRect();
    const left = Math.min(Math.max(box.left + box.width / 2 - frame.left - tip.offsetWidth / 2, 0), frame.width - tip.offsetWidth);
    const above = box.top - frame.top - tip.offsetHeight - 8;
    tip.style.left = `${left}px`;
    tip.style.top = `${box.top - tip.offsetHeight > 8 ? above : box.bottom - frame.top + 8}px`;
  };

  const middle = (area) => {
    const box = area.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  };
  const step = (svg, keyName) => {
    const inside = [...svg.querySelectorAll(":scope > .areas path, :scope > .areas use")];
    const from = inside.find((area) => code.get(area) === chosen);
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
    svg.setAttribute("aria-roledescription", "map; arrow keys move between areas, Escape leaves");
    svg.addEventListener("keydown", (event) => {
      if (event.key.startsWith("Arrow")) {
        event.preventDefault();
        const area = step(svg, event.key), mine = code.get(area);
        show(mine, area);
        live.textContent = words.get(mine);
      } else if (event.key === "Enter" && rows.get(chosen)) {
        rows.get(chosen).querySelector("a")?.focus();
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
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || tip.hidden) return;
    dismissed = pointer;
    hide();
    if (figure.contains(document.activeElement)) document.activeElement.blur();
  });
  for (const [mine, row] of rows) {
    if (!areas.has(mine)) continue;
    for (const kind of ["pointerenter", "focusin"]) row.addEventListener(kind, () => mark(mine));
    for (const kind of ["pointerleave", "focusout"]) row.addEventListener(kind, () => mark(null));
  }
};
