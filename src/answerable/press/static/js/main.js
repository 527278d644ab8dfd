// Runs what the page has a use for. Every page is complete without it.
import { sayAddress } from "./address.js";
import { compare } from "./compare.js";
import { explore } from "./explorer.js";
import { postcodeBox } from "./find.js";
import { writeLetter } from "./letter.js";
import { searchable } from "./search.js";
import { rowsBeside, startTables } from "./tables.js";

sayAddress();
document.querySelectorAll("form.find").forEach(postcodeBox);
const shownTable = startTables();
document.querySelectorAll("figure.explorer").forEach((figure) => explore(figure, rowsBeside(figure, shownTable)));
document.querySelectorAll("section.compare").forEach(compare);
document.querySelectorAll("form.alone").forEach((form) => searchable(form));
document.querySelectorAll(".letter").forEach(writeLetter);
