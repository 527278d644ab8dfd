import { make } from "./dom.js";

// Tables: one column at a time says that it is sorted.
const collator = new Intl.Collator(document.documentElement.lang || "en", { numeric: true });
const key = (row, column) => row.cells[column].dataset.sort ?? row.cells[column].textContent;
export const sortable = (table) => {
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

export const filterable = (table, tools) => {
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
