import { fill, make, press } from "./dom.js";
import { keep, kept, told } from "./state.js";

// Tables: one column at a time says that it is sorted.
const collator = new Intl.Collator(document.documentElement.lang || "en", { numeric: true });
const key = (row, column) => row.cells[column]?.dataset.sort ?? row.cells[column]?.textContent ?? "";
const headsOf = (table) => [...table.tHead.rows[0].cells];
const sortable = (table, keeps) => {
  const body = table.tBodies[0], heads = headsOf(table);
  const sort = (column, down) => {
    for (const head of heads) head.removeAttribute("aria-sort");
    heads[column].setAttribute("aria-sort", down ? "descending" : "ascending");
    const rows = [...body.rows].map((row) => [key(row, column), row]);
    rows.sort((a, b) => (down ? -1 : 1) * collator.compare(a[0], b[0]));
    body.append(...rows.map((pair) => pair[1]));
  };
  heads.forEach((head, column) => {
    head.append(press(() => {
      const down = head.getAttribute("aria-sort") === "ascending";
      sort(column, down);
      if (keeps) keep("sort", `${down ? "-" : ""}${column + 1}`);
    }, ...head.childNodes));
  });
  const given = keeps ? kept("sort") : "", column = Math.abs(given) - 1;
  if (heads[column]) sort(column, given < 0);
};

// Which rows are shown: by words, by a column, and by whatever else is asked of each row.
const filterable = (table, tools, keeps) => {
  const rows = [...table.tBodies[0].rows], heads = headsOf(table);
  const status = tools.querySelector("[role=status]"), all = status.textContent;
  const find = make("input", { type: "search", autocomplete: "off" });
  const pick = make("select", { autocomplete: "off" }, make("option", { value: "" }, told.all));
  const columns = heads.map((_, n) => n).filter((n) => heads[n].dataset.filter === "");
  for (const column of columns) {
    const words = [...new Set(rows.map((row) => row.cells[column].textContent))].sort(collator.compare);
    const group = make("optgroup", { label: heads[column].textContent });
    words.slice(0, 60).forEach((word) => group.append(make("option", { value: `${column}|${word}` }, word || "–")));
    pick.append(group);
  }
  const filter = { table, heads, rows, tests: [], then: [] };
  filter.words = () => [
    find.value && fill(told.text, { text: find.value }),
    pick.value && `${heads[parseInt(pick.value)].textContent}: ${pick.selectedOptions[0].textContent}`,
  ].filter(Boolean);
  filter.apply = () => {
    const text = find.value.trim().toLowerCase(), column = parseInt(pick.value), word = pick.value.replace(/^\d+\|/, "");
    let n = 0;
    for (const row of rows) {
      const fits = (!text || row.textContent.toLowerCase().includes(text)) && (!pick.value || row.cells[column].textContent === word) && filter.tests.every((test) => test(row.dataset.code));
      row.hidden = !fits;
      n += fits;
    }
    status.textContent = n === rows.length ? all : fill(status.dataset.shown || told.shown, { n, all: rows.length });
    for (const act of filter.then) act();
    if (!keeps) return;
    keep("find", find.value);
    keep("only", pick.value);
  };
  filter.clear = () => { find.value = pick.value = ""; };
  find.addEventListener("input", filter.apply);
  pick.addEventListener("change", filter.apply);
  tools.prepend(make("label", {}, told.find, find), ...(columns.length ? [make("label", {}, told.only, pick)] : []));
  if (keeps) find.value = kept("find");
  if (keeps && kept("only")) pick.value = kept("only");
  filter.apply();
  return filter;
};

// Makes every table of the page answer; what the first of them shows is kept in the address, and given back.
// The rows that go with the maps of a figure: its own table, else that of the page, unless it has only a part of them.
export const rowsBeside = (figure, shown) => {
  const table = figure.querySelector("table");
  if (!table) return shown?.table.closest("section").querySelector("[data-shown]") ? undefined : shown;
  const filter = { table, rows: [...table.tBodies[0].rows], heads: headsOf(table), tests: [], then: [], words: () => [], clear() {} };
  filter.apply = () => {
    for (const row of filter.rows) row.hidden = !filter.tests.every((test) => test(row.dataset.code));
    for (const act of filter.then) act();
  };
  return filter;
};

export const startTables = () => {
  let first;
  for (const table of document.querySelectorAll("table.sortable")) {
    const tools = told.find && table.closest("section")?.querySelector(".tools");
    const filter = tools ? filterable(table, tools, !first) : undefined;
    sortable(table, filter && !first);
    first ??= filter;
  }
  return first;
};
