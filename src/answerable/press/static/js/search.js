import { fill, make } from "./dom.js";

// Search: beginnings of words in any order, without accents; one slip is forgiven in longer words.
const SLIP = 50, MOST = 40;
const wordsIn = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

const far = (word, known) => {
  if (known.startsWith(word)) return known === word ? 0 : 1;
  let at = 0;
  while (word[at] === known[at]) at++;
  const rest = word.slice(at + 1), inPlace = known.startsWith(rest, at + 1);
  return word.length > 4 && (inPlace || known.startsWith(rest, at) || known.startsWith(word.slice(at), at + 1)) ? SLIP : Infinity;
};
const rank = ([name, , , about], words) => {
  const names = wordsIn(name), others = about.split(" "), all = names.join(" "), text = words.join(" ");
  const least = (those, word) => Math.min(...those.map((known) => far(word, known)));
  return words.reduce((sum, word) => sum + Math.min(least(names, word), 3 + least(others, word)), all === text ? -9 : all.startsWith(text) ? -5 : 0);
};

const read = {};
const file = (name) => read[name] ??= fetch(name).then((answer) => answer.json());
const found = async ({ files, root }, words) => {
  const wanted = words.filter((word) => word[1]).sort((a, b) => b.length - a.length).slice(0, 3).flatMap((word) => files.split(" ").filter((start) => start.startsWith(word) || word.startsWith(start)).slice(0, 6));
  const parts = await Promise.all(wanted.map((start) => file(root + start.replace(/[^a-z0-9]/gu, (letter) => `-${letter.codePointAt(0).toString(16)}`) + ".json")));
  const entries = new Map(parts.flatMap((part) => part.slice(1).map((entry) => [entry[1], [rank(entry, words), entry]])));
  const ranked = [...entries.values()].sort((a, b) => a[0] - b[0]), most = ranked[0]?.[0] < SLIP - 9 ? SLIP - 9 : Infinity;
  const cut = parts.flatMap((part) => part[0]);
  return [ranked.filter(([sum]) => sum < most).map(([, entry]) => entry), words.every((word) => cut.some((known) => known.startsWith(word)))];
};

export const searchable = (form, address = (entry) => entry[1]) => {
  const box = form.elements.q, say = form.dataset, part = (name) => form.parentNode.querySelector(name);
  let turn = 0;
  const look = async () => {
    const mine = ++turn, words = wordsIn(box.value);
    let all = [], cut, told = "";
    try {
      if (words.some((word) => word[1])) [all, cut] = await found(say, words);
      all = all.filter(address);
      told = cut ? say.cut : all[MOST] ? say.many : all[0] ? say.some : words[0] ? say.none : "";
    } catch {
      told = say.failed;
    }
    if (mine !== turn) return;
    part(".found").replaceChildren(...all.slice(0, MOST).map((entry) => make("li", {}, make("a", { href: address(entry) }, entry[0]), make("p", {}, entry[2]))));
    part("[role=status]").textContent = fill(told, { n: all.length, m: MOST });
  };
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  box.addEventListener("input", () => {
    const query = new URLSearchParams(location.search);
    query.set("q", box.value);
    history.replaceState(null, "", `?${query}`);
    look();
  });
  box.value = new URLSearchParams(location.search).get("q") ?? "";
  look();
};
