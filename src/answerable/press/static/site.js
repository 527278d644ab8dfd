// Sorting, filtering and pointing at maps. Every page is complete without this file.
"use strict";
(() => {
  const make = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  // The short address is the one to share; index.html is only there for the file system.
  if (location.protocol.startsWith("http") && location.pathname.endsWith("/index.html")) {
    history.replaceState(null, "", location.pathname.slice(0, -10) + location.search + location.hash);
  }
  for (const place of document.querySelectorAll(".address")) {
    if (location.protocol.startsWith("http")) place.textContent = location.href.split("#")[0];
  }

  // Tables: one column at a time says that it is sorted.
  const collator = new Intl.Collator(document.documentElement.lang || "en", { numeric: true });
  const key = (row, column) => row.cells[column].dataset.sort ?? row.cells[column].textContent;
  const sortable = (table) => {
    const body = table.tBodies[0];
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = make("button", { type: "button" }, ...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const rows = [...body.rows].map((row) => [key(row, column), row]);
        rows.sort((a, b) => (down ? -1 : 1) * collator.compare(a[0], b[0]));
        body.append(...rows.map((pair) => pair[1]));
      });
    });
  };

  const filterable = (table, tools) => {
    const rows = [...table.tBodies[0].rows];
    const status = tools.querySelector("[role=status]");
    const all = status.textContent;
    const heads = [...table.tHead.rows[0].cells].map((head) => head.textContent);
    const find = make("input", { type: "search", autocomplete: "off" });
    const pick = make("select", {}, make("option", { value: "" }, "All"));
    const columns = heads.map((_, n) => n).filter((n) => table.tHead.rows[0].cells[n].dataset.filter === "");
    for (const column of columns) {
      const words = [...new Set(rows.map((row) => row.cells[column].textContent))].sort(collator.compare);
      const group = make("optgroup", { label: heads[column] });
      words.slice(0, 60).forEach((word) => group.append(make("option", { value: `${column}|${word}` }, word || "–")));
      pick.append(group);
    }
    const apply = () => {
      const text = find.value.trim().toLowerCase();
      const [column, word] = pick.value ? [pick.value.split("|", 1)[0], pick.value.slice(pick.value.indexOf("|") + 1)] : [];
      let shown = 0;
      for (const row of rows) {
        const fits = (!text || row.textContent.toLowerCase().includes(text)) && (!pick.value || row.cells[column].textContent === word);
        row.hidden = !fits;
        shown += fits;
      }
      status.textContent = shown === rows.length ? all : `${shown} of ${rows.length} shown`;
    };
    find.addEventListener("input", apply);
    pick.addEventListener("change", apply);
    tools.prepend(make("label", {}, "Find in the table", find), ...(columns.length ? [make("label", {}, "Show only", pick)] : []));
  };

  for (const table of document.querySelectorAll("table.sortable")) {
    const tools = table.closest("section")?.querySelector(".tools");
    if (tools) filterable(table, tools);
    sortable(table);
  }

  // Maps: one selection, in every map of the figure and in the table.
  const explore = (figure) => {
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
  document.querySelectorAll("figure.explorer").forEach(explore);
})();
