import { fill, make, press } from "./dom.js";
import { keep, kept } from "./state.js";

// From a postcode to its bodies. Only the file of its first half is asked for; the rest never leaves the page.
const guessed = (code) => {
  const swap = (text, from, to) => text.replace(/./g, (sign) => to[from.indexOf(sign)] ?? sign);
  const letters = (text) => swap(text, "01", "OI"), figures = (text) => swap(text, "OI", "01");
  return [1, 2]
    .map((n) => `${letters(code.slice(0, n))}${figures(code.slice(n, -3))} ${figures(code.slice(-3, -2))}${letters(code.slice(-2))}`)
    .find((guess) => /^[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}$/.test(guess));
};
export const lookUp = async (typed, root) => {
  const words = JSON.parse(document.querySelector("[data-words]").dataset.words);
  const code = typed.toUpperCase().replace(/[^A-Z\d]/g, "");
  const [, outward, inward] = /^([A-Z]{1,3}\d?[A-Z\d]?)(\d[A-Z]{2})$/.exec(code) ?? [];
  const end = (status, key = status, more = {}) => {
    const values = { bodies: [], outward, postcode: outward ? `${outward} ${inward}` : typed.trim(), ...more };
    return { ...values, status, words: fill(words[key], values) };
  };
  const guess = guessed(code);
  if (!outward) return end("bad", "bad", { guess });
  if (words.left && /^BT\d/.test(outward)) return end("foreign", "left");
  if (location.protocol === "file:") return end("offline");
  try {
    const reply = await fetch(`${root}${words.folder}${outward.toLowerCase()}.json`);
    if (reply.status === 404) return end("unknown", "nothing", { guess });
    const file = await reply.json();
    const held = (each) => new RegExp(`${inward[0]}([A-Z]{2})*?${inward.slice(1)}`).test(each[1]);
    const set = file.sets?.find(held), out = file.out?.find(held), month = file.ended?.find(held)?.[0];
    const place = file.place ?? out?.[0];
    if (place || out) return end("foreign", place ? "foreign" : "outside", { place });
    if (!set) return end("unknown", held(["", file.lost]) ? "lost" : "unknown");
    const bodies = set[0].map((n) => ({ ...file.bodies[n], near: set[2]?.includes(n) }));
    return end(month ? "terminated" : "found", month ? "ended" : "here", { month, bodies });
  } catch {
    return end("offline");
  }
};

export const postcodeBox = (form) => {
  const { root } = form.dataset, words = JSON.parse(form.dataset.words);
  const field = form.elements.postcode, place = form.querySelector("[role=status]");
  const linked = ([name, path]) => make("a", { href: root + path }, name);
  const line = (body, here) => {
    // A body of today that is in the list already need not be named again.
    const today = body.today?.some((each) => here.includes(each[1])) ? [] : (body.today ?? []);
    const parts = { ...body, day: body.until, body: linked([body.name, body.path]), today: today.flatMap((each) => [linked(each), " "]) };
    const pattern = words[!body.until ? "open" : today.length ? "closed" : "over"];
    const near = body.near ? ` ${words.near}` : "";
    return make("li", {}, ...pattern.split(/[{}]/).flatMap((part, n) => (n % 2 ? parts[part] : part)), near);
  };
  const show = async () => {
    const found = await lookUp(field.value, root), here = found.bodies.map((body) => body.path);
    place.replaceChildren(make("p", {}, found.words));
    if (here[0]) place.append(make("ul", {}, ...found.bodies.map((body) => line(body, here))));
    // Maps on the page choose the first of them that they know.
    form.dispatchEvent(new CustomEvent("found", { bubbles: true, detail: found.bodies }));
    if (found.guess && found.guess !== found.postcode) place.append(press(() => { field.value = found.guess; field.focus(); show(); }, fill(words.guess, found)));
  };
  form.hidden = false;
  form.addEventListener("submit", (event) => { event.preventDefault(); show(); });
  if (kept("postcode")) {
    // A postcode in the address came from elsewhere; it does not stay there.
    field.value = kept("postcode");
    keep("postcode", "");
    show();
  }
};
