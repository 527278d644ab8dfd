import { fill, make, press } from "./dom.js";
import { keep, kept, told } from "./state.js";

// Legends as filters: what each map says of each body, which states are chosen, and what is left out.
const FILTERS = ["answer", "answer_ooh", "difference"];
export const sharedBy = (svg) => +(svg.id.match(/\d+$/) ?? 0);
export const legends = (figure, areas, codes, filter, tools) => {
  const lists = [...figure.querySelectorAll(".legend")], states = lists.map(() => new Map());
  for (const svg of figure.querySelectorAll("svg.map")) {
    const mine = states[sharedBy(svg)];
    for (const area of svg.querySelectorAll(".areas [id], .areas use")) mine.set(codes.get(area), area.parentNode.dataset.state);
    for (const [code, token] of Object.entries(JSON.parse(svg.dataset.apart ?? "{}"))) mine.set(code, token);
  }
  const pressed = lists.map((list, n) => [...list.querySelectorAll("[data-token]")].map((item) => {
    const button = press(() => {
      button.setAttribute("aria-pressed", button.getAttribute("aria-pressed") !== "true");
      filter.apply();
    }, ...item.childNodes);
    button.setAttribute("aria-pressed", kept(FILTERS[n]).split(".").includes(item.dataset.token));
    item.append(button);
    return [item.dataset.token, button];
  }));
  const chosen = () => pressed.map((list) => list.filter((pair) => pair[1].getAttribute("aria-pressed") === "true"));
  const label = ([, button]) => button.querySelector("span").firstChild.textContent.trim();
  const words = () => chosen().map((list, n) => list.length && `${lists.length > 1 ? `${lists[n].getAttribute("aria-label")}: ` : ""}${list.map(label).join(", ")}`).filter(Boolean);

  let tokens;
  const asked = filter.rows ?? [...areas.keys()].filter((code) => states.some((each) => each.get(code)));
  filter.shown = () => filter.rows?.filter((row) => !row.hidden).map((row) => row.dataset.code) ?? asked.filter((code) => filter.tests[0](code));
  filter.tests.push((code) => tokens.every((set, n) => !set.length || set.includes(states[n].get(code))));
  const apply = filter.apply, own = filter.words, say = make("span", filter.rows ? {} : { role: "status" });
  const again = press(() => {
    for (const [, button] of pressed.flat()) button.setAttribute("aria-pressed", false);
    filter.clear();
    filter.apply();
    figure.querySelector(".legend button").focus();
  }, told.again);
  filter.words = () => [...words(), ...own()];
  filter.apply = () => {
    tokens = chosen().map((list) => list.map((pair) => pair[0]));
    tokens.forEach((list, n) => keep(FILTERS[n], list.join(".")));
    apply();
  };
  filter.said = () => say.textContent;
  filter.then.push(() => {
    const what = filter.words().join("; "), shown = new Set(filter.shown());
    for (const [code, pairs] of areas) for (const [, shape] of pairs) shape.classList.toggle("left-out", what && !shown.has(code));
    say.textContent = what && `${fill(told.shown, { n: shown.size, all: asked.length })}: ${what}. ${told.off}`;
    again.hidden = !what;
  });
  tools.append(make("p", { class: "shown" }, say, " ", again));
};
