import { make, press } from "./dom.js";
import { sharedBy } from "./legends.js";
import { told } from "./state.js";

// The filtered view as files: rows as CSV, maps as SVG and PNG, each with how to cite it.
const cited = () => {
  const known = told.address || (/^http/.test(location) ? location.origin + location.pathname : "");
  return `${told.cite} ${known && known + location.search}`.trim();
};
const download = (blob, ending) => make("a", { href: URL.createObjectURL(blob), download: `${told.file}.${ending}` }).click();

const sheet = ({ heads, table }) => {
  const guard = new RegExp(told.guard, "u"), stamp = { ...told.stamp, citation: cited() };
  // A link in a note is its address; beside the words of a number stands the number itself.
  const said = (cell, n) => [...(cell?.childNodes ?? [])].map((node) => (n && node.href) || node.textContent).join(" ");
  const line = (row) => [
    row.dataset.code ?? table.dataset.key ?? "body_id",
    ...heads.flatMap((head, n) => [said(row.cells[n], n), ...(head.dataset.filter === "no" ? [row.cells[n].dataset.sort ?? ""] : [])]),
    ...Object[row.dataset.code ? "values" : "keys"](stamp),
  ].map((words) => `"${isNaN(words) && guard.test(words) ? "'" : ""}${words.replace(/"/g, '""')}"`).join() + "\n";
  return new Blob([table.tHead.rows[0], ...[...table.tBodies[0].rows].filter((row) => !row.hidden)].map(line), { type: "text/csv" });
};

const draw = (tag, attributes, ...children) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const name in attributes) made.setAttribute(name, attributes[name]);
  made.append(...children);
  return made;
};
const bare = (svg, x, y) => {
  const copy = svg.cloneNode(true);
  for (const mark of copy.querySelectorAll(".mark, .halo")) mark.remove();
  for (const area of copy.querySelectorAll(".areas path, .areas use")) {
    const shape = document.getElementById(area.id || area.getAttribute("href").slice(1));
    const line = +area.closest(".areas").getAttribute("stroke-width");
    const out = shape.classList.contains("left-out") && { "fill-opacity": 0, "stroke-opacity": 0.8, "stroke-dasharray": `${line} ${2.5 * line}` };
    area.replaceWith(draw("path", { d: shape.getAttribute("d"), "data-code": shape.dataset.code, ...out }));
  }
  copy.removeAttribute("style");
  copy.setAttribute("x", x);
  copy.setAttribute("y", y);
  return copy;
};
const picture = (filter, figure) => {
  const maps = [...figure.querySelectorAll("svg.map")].filter((svg) => svg.getClientRects().length);
  const size = (name) => maps.map((svg) => +svg.getAttribute(name)), lists = figure.querySelectorAll(".legend"), parts = [], edge = 24;
  const width = Math.max(480, size("width").reduce((sum, each) => sum + each + edge, edge)), all = width - 2 * edge;
  const write = (words, y, px = 12, x = edge, room = all, weight = 400) => {
    const part = `.{1,${Math.floor(room / px / 0.53)}}`;
    for (const line of words.match(new RegExp(`${part}(?: |$)|${part}`, "g")) ?? []) {
      parts.push(draw("text", { x, y: y += px * 1.4, "font-size": px, "font-weight": weight }, line));
    }
    return y;
  };
  let x = edge, y = write(document.querySelector("h1").textContent, write(told.note, 10, 14), 24, edge, all, 600) + 8, top = y;
  const drawn = maps.map((svg, n) => {
    const list = lists[sharedBy(svg)], room = size("width")[n] - 30, left = x;
    let at = y;
    x += room + 30 + edge;
    if (n && lists.length < 2) return [svg, left];
    at = write(list.parentNode.querySelector(".fig-title")?.textContent ?? "", at, 16, left, room, 600);
    for (const item of list.children) {
      const swatch = item.querySelector("rect");
      if (swatch) parts.push(draw("g", { transform: `translate(${left} ${at + 6})` }, swatch.cloneNode()));
      at = write(item.textContent, at, 14, left + (swatch ? 30 : 0), room);
    }
    top = Math.max(top, at + 14);
    return [svg, left];
  });
  for (const [svg, left] of drawn) parts.push(bare(svg, left, top));
  y = write(filter.said(), top + Math.max(...size("height")) + 6, 14, edge, all, 600);
  const height = Math.ceil(write(cited(), y) + edge);
  const whole = draw("svg", { viewBox: `0 0 ${width} ${height}`, width, height, fill: told.ink, "font-family": "system-ui, Helvetica, Arial, sans-serif" },
    draw("title", {}, document.title), document.querySelector("defs").cloneNode(true), draw("rect", { width, height, fill: told.paper }), ...parts);
  // Drawing programs and office suites know the older form only.
  const text = new XMLSerializer().serializeToString(whole).replace("<svg", '<svg xmlns:xlink="http://www.w3.org/1999/xlink"').replace(/ href="#/g, ' xlink:href="#');
  return new Blob([text], { type: "image/svg+xml" });
};
const painting = async (blob) => {
  const image = new Image();
  image.src = URL.createObjectURL(blob);
  await image.decode();
  const width = 2 * image.width, height = 2 * image.height, canvas = make("canvas", { width, height });
  canvas.getContext("2d").drawImage(image, 0, 0, width, height);
  return new Promise((done) => canvas.toBlob(done));
};
export const savable = (tools, filter, figure) => {
  const row = make("p", {}, told.save);
  if (filter.rows) row.append(press(() => download(sheet(filter), "csv"), "CSV"));
  row.append(
    press(() => download(picture(filter, figure), "svg"), "SVG"),
    press(async () => download(await painting(picture(filter, figure)), "png"), "PNG"),
  );
  tools.append(row);
};
