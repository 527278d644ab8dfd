import { fill, make, press } from "./dom.js";
import { keep, kept } from "./state.js";

// From a postcode to its bodies. Only the file of its first half is asked for; the rest never leaves the page.
const guessed = (code) => [1, 2]
  .map((n) => code.replace(/./g, (sign, at) => (at < n ? "OI"[sign] : { O: 0, I: 1 }[sign]) ?? sign))
  .find((guess) => /^[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}$/.test(guess))
  ?.replace(/...$/, " $&");
export const lookUp = async (typed, root, words) => {
  const code = typed.toUpperCase().replace(/\W/g, "");
  const [, outward, inward] = /^([A-Z]{1,3}\d?[A-Z\d]?)(\d[A-Z]{2})$/.exec(code) ?? [];
  const end = (status, key = status, more) => {
    const values = { bodies: [], guess: guessed(code), outward, postcode: outward ? `${outward} ${inward}` : typed, ...more };
    return { ...values, status, words: fill(words[key], values) };
  };
  if (!outward) return end("bad");
  if (words.left && /^BT\d/.test(outward)) return end("foreign", "left");
  try {
    // Nothing can be fetched where pages are opened as files, and trying is an error in the console.
    const reply = location.protocol !== "file:" && await fetch(`${root}${words.folder}${outward.toLowerCase()}.json`);
    if (reply.status === 404) return end("unknown", "nothing");
    const file = await reply.json();
    const held = (each) => new RegExp(`${inward[0]}([A-Z]{2})*?${inward.slice(1)}`).test(each[1]);
    const among = (list) => list?.find(held) ?? [];
    const [key, , place] = file.all ?? among(file.out), [here, , near = []] = among(file.sets), [month] = among(file.ended);
    if (key) return end("foreign", key, { place });
    if (!here) return end("unknown");
    const bodies = here.map((n) => ({ ...file.bodies[n], near: near.includes(n) }));
    return end(month ? "terminated" : "found", month ? "ended" : "here", { month, bodies });
  } catch {
    return end("offline");
  }
};

export const postcodeBox = (form) => {
  const { root } = form.dataset, words = JSON.parse(form.dataset.words);
  const field = form.elements.postcode, place = form.querySelector("[role=status]");
  const linked = ([name, path]) => make("a", { href: root + path }, name);
  const show = async () => {
    const { bodies, guess, postcode, words: said } = await lookUp(field.value, root, words);
    place.replaceChildren(make("p", {}, said), ...bodies.map((body) => {
      const parts = { ...body, body: linked([body.name, body.path]), today: body.today?.flatMap((each) => [linked(each), " "]) };
      return make("p", {}, ...words[body.say].split(/[{}]/).flatMap((part, n) => (n % 2 ? parts[part] : part)), body.near ? ` ${words.near}` : "");
    }));
    // Maps on the page choose the first of them that they know.
    form.dispatchEvent(new CustomEvent("found", { bubbles: true, detail: bodies }));
    if (guess && guess !== postcode && !bodies[0]) place.append(press(() => { field.value = guess; field.focus(); show(); }, fill(words.guess, { guess })));
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
