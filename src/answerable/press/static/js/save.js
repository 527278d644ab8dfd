import { make, press } from "./dom.js";
import { sharedBy } from "./legends.js";
import { told } from "./state.js";

// The filtered view as files: rows as CSV, maps as SVG and PNG, each with how to cite it.
const SVG = "http://www.w3.org/2000/svg";
const cited = () => {
  const known = document.querySelector("link[rel=canonical]")?.href ?? (location.protocol.startsWith("http") ? location.origin + location.pathname : "");
  return `${told.cite} ${known && known + location.search}`.trim();
};
const download = (blob, ending) => {
  const address = URL.createObjectURL(blob);
  make("a", { href: address, download: `${told.file}.${ending}` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 9999);
};

const sheet = ({ table }) => {
  const heads = [...table.tHead.rows[0].cells].map((head) => head.textContent), guard = new RegExp(told.guard, "u");
  const rows = [...table.tBodies[0].rows].filter((row) => !row.hidden);
  const text = (words) => `"${(guard.test(words) ? "'" : "") + words.replace(/"/g, '""')}"`;
  // Beside the words of a number stands the number itself.
  const counted = heads.map((_, n) => rows.some((row) => row.cells[n]?.dataset.sort));
  const said = (cell) => cell ? [...cell.childNodes].map((node) => node.href ?? node.textContent).join(" ") : "";
  const line = (row) => heads.flatMap((_, n) => [text(n ? said(row.cells[n]) : row.cells[0].textContent), ...(counted[n] ? [row.cells[n]?.dataset.sort ?? ""] : [])]);
  const last = [...Object.values(told.stamp), cited()].map(text);
  const lines = [
    ["body_id", ...heads.flatMap((head, n) => [head, ...(counted[n] ? [told.column.replace("{column}", head)] : [])]), ...Object.keys(told.stamp), "citation"].map(text),
    ...rows.map((row) => [text(row.dataset.code), ...line(row), ...last]),
  ];
  return new Blob([lines.map((each) => `${each}\n`).join("")], { type: "text/csv" });
};

const draw = (tag, attributes, ...children) => {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
};
const bare = (svg, x, y) => {
  const copy = svg.cloneNode(true);
  for (const mark of copy.querySelectorAll(".mark, .halo")) mark.remove();
  for (const area of copy.querySelectorAll(".areas path, .areas use")) {
    const shape = document.getElementById(area.id || area.getAttribute("href").slice(1));
    const out = shape.classList.contains("off") ? { "fill-opacity": 0, "stroke-opacity": 0.35 } : {};
    area.replaceWith(draw("path", { d: shape.getAttribute("d"), "data-code": shape.dataset.code, ...out }));
  }
  for (const name of ["style", "tabindex", "id", "aria-roledescription"]) copy.removeAttribute(name);
  for (const [name, value] of Object.entries({ x, y, role: "img" })) copy.setAttribute(name, value);
  return copy;
};
const picture = (filter, figure) => {
  const maps = [...figure.querySelectorAll("svg.map")].filter((svg) => svg.getClientRects().length);
  const lists = [...figure.querySelectorAll(".legend")], edge = 24, parts = [];
  const width = Math.max(480, maps.reduce((sum, svg) => sum + +svg.getAttribute("width") + edge, edge));
  const write = (words, x, y, size, room, more = {}) => {
    for (const line of words.match(new RegExp(`.{1,${Math.floor(room / size / 0.53)}}(?: |$)|\\S+`, "g")) ?? []) {
      parts.push(draw("text", { x, y: y += size * 1.4, "font-size": size, ...more }, line.trim()));
    }
    return y;
  };
  const room = width - 2 * edge;
  let y = told.note ? write(told.note, edge, edge - 14, 14, room, { "font-weight": 600 }) : 0;
  y = write(document.querySelector("h1").textContent, edge, y + 10, 24, room, { "font-family": "Charter, Cambria, Georgia, serif", "font-weight": 600 }) + 8;
  let x = edge, top = y;
  const places = maps.map((svg, n) => {
    const list = lists[sharedBy(svg)], wide = +svg.getAttribute("width"), left = x;
    let at = y;
    if (!n || lists.length > 1) {
      at = write(list.parentNode.querySelector(".fig-title")?.textContent ?? "", x, y, 16, wide, { "font-weight": 600 });
      for (const item of list.children) {
        const swatch = item.querySelector("rect")?.cloneNode();
        if (swatch) {
          swatch.setAttribute("x", x + 0.5);
          swatch.setAttribute("y", at + 7);
          parts.push(swatch);
        }
        at = write(item.textContent, swatch ? x + 30 : x, at, 14, wide - 30);
      }
    }
    x += wide + edge;
    top = Math.max(top, at + 14);
    return [svg, left];
  });
  for (const [svg, left] of places) parts.push(bare(svg, left, top));
  y = top + Math.max(...maps.map((svg) => +svg.getAttribute("height"))) + 6;
  const words = filter.words().join("; ");
  if (words) y = write(`${figure.querySelector(".shown span").textContent}`, edge, y, 14, room, { "font-weight": 600 });
  y = write(cited(), edge, y, 12, room);
  const height = Math.ceil(y + edge);
  const whole = draw("svg", { viewBox: `0 0 ${width} ${height}`, width, height, fill: told.ink, "font-family": "system-ui, Segoe UI, Helvetica, Arial, sans-serif" },
    draw("title", {}, document.title), draw("desc", {}, cited()), document.querySelector("defs").cloneNode(true), draw("rect", { width, height, fill: told.paper }), ...parts);
  // Drawing programs and office suites know the older form only.
  const text = new XMLSerializer().serializeToString(whole).replace("<svg", '<svg xmlns:xlink="http://www.w3.org/1999/xlink"').replace(/ href="#/g, ' xlink:href="#');
  return [new Blob([text], { type: "image/svg+xml" }), width, height];
};
const painting = async ([blob, width, height]) => {
  const image = new Image(), canvas = make("canvas", { width: 2 * width, height: 2 * height }), address = URL.createObjectURL(blob);
  image.src = address;
  await image.decode();
  canvas.getContext("2d").drawImage(image, 0, 0, 2 * width, 2 * height);
  URL.revokeObjectURL(address);
  return new Promise((done) => canvas.toBlob(done));
};
export const savable = (tools, filter, figure) => {
  const row = make("p", { class: "save" }, told.save);
  if (filter.rows) row.append(press(() => download(sheet(filter), "csv"), "CSV"));
  row.append(
    press(() => download(picture(filter, figure)[0], "svg"), "SVG"),
    press(async () => download(await painting(picture(filter, figure)), "png"), "PNG"),
  );
  tools.append(row);
};
