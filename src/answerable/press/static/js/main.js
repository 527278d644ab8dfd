// Runs what the page has a use for. Every page is complete without it.
import { sayAddress } from "./address.js";
import { compare } from "./compare.js";
import { explore } from "./explorer.js";
import { searchable } from "./search.js";
import { filterable, sortable } from "./tables.js";

sayAddress();
for (const table of document.querySelectorAll("table.sortable")) {
  const tools = table.closest("section")?.querySelector(".tools");
  if (tools) filterable(table, tools);
  sortable(table);
}
document.querySelectorAll("figure.explorer").forEach(explore);
document.querySelectorAll("section.compare").forEach(compare);
document.querySelectorAll("form.alone").forEach((form) => searchable(form));
