// The coding screen: keys, words selected as evidence, and the place that is kept when a question is exchanged.
const room = document.querySelector("[data-coding]");
if (!room || !room.dataset.here) return;
const using = room.querySelector("[data-using]"), use = room.querySelector("[data-use]");
const switched = room.querySelector("[data-keys]"), help = document.getElementById("keys");
const SAID = { y: "=yes", n: "=no", d: "=in_development", r: "refused", h: "not_held", u: "unclear" };
const questions = () => [...room.querySelectorAll(".q")];
let current = null, chosen = null, saved = null;

const letters = (text) => Array.from(text).length;
const now = () => document.getElementById(current) || null;

function turn(section, move) {
  if (!section) return;
  questions().forEach((each) => each.classList.toggle("now", each === section));
  current = section.id;
  room.querySelectorAll("mark").forEach((mark) => {
    mark.classList.toggle("here", mark.dataset.for.split(" ").includes(section.dataset.key));
  });
  use.querySelector("[data-for-question]").textContent = ` for ${section.dataset.name}`;
  if (move) section.focus({ focusVisible: true });
}

function step(by) {
  const all = questions(), at = all.indexOf(now());
  turn(all[Math.min(all.length - 1, Math.max(0, at + by))], true);
}

// Places are counted in letters, as the server counts them, from the start of the text as it was served.
function place() {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const node = range.commonAncestorContainer;
  const source = (node.nodeType === 1 ? node : node.parentElement).closest(".source");
  if (!source) return null;
  const lead = document.createRange();
  lead.setStart(source, 0);
  lead.setEnd(range.startContainer, range.startOffset);
  const words = range.toString(), trimmed = words.trim();
  if (!trimmed) return null;
  const skipped = letters(words) - letters(words.trimStart());
  const start = Number(source.dataset.base) + letters(lead.toString()) + skipped;
  const given = { part: source.dataset.part, start, end: start + letters(trimmed), quote: trimmed };
  if (source.dataset.message) given.message = Number(source.dataset.message);
  else given.file = Number(source.dataset.file);
  return given;
}

function addEvidence() {
  const section = now();
  if (!section) return;
  if (!chosen) {
    const quoting = section.querySelector(".quoting");
    quoting.open = true;
    quoting.querySelector("input").focus();
    return;
  }
  const item = document.createElement("li"), label = document.createElement("label");
  const box = document.createElement("input"), quote = document.createElement("q");
  Object.assign(box, { type: "checkbox", name: "evidence", value: JSON.stringify(chosen), checked: true });
  quote.textContent = chosen.quote;
  label.append(box, quote);
  item.append(label);
  section.querySelector(".evidence").append(item);
  chosen = null;
  document.getSelection().removeAllRanges();
  section.focus();
}

function save(goOn) {
  const section = now();
  if (!section) return;
  saved = { id: section.id, goOn };
  section.querySelector("form").requestSubmit(section.querySelector("[data-save]"));
}

using.hidden = false;
document.addEventListener("selectionchange", () => {
  const found = place();
  if (found) chosen = found;
  else if (document.activeElement !== use) chosen = null;
  use.disabled = !chosen;
});
use.addEventListener("mousedown", (event) => event.preventDefault());
use.addEventListener("click", addEvidence);
room.addEventListener("focusin", (event) => turn(event.target.closest(".q"), false));
room.addEventListener("click", (event) => turn(event.target.closest(".q"), false));
room.addEventListener("input", (event) => {
  // Whoever writes a number or words says that it is answered.
  if (!["value", "text"].includes(event.target.name) || !event.target.value) return;
  const answered = event.target.form.querySelector('[name="said"][value="answered"]');
  if (answered && !event.target.form.querySelector('[name="said"]:checked')) answered.checked = true;
});
room.addEventListener("click", (event) => {
  const button = event.target.closest(".q .deeds button, .q .handed button");
  if (button && !(saved && saved.goOn)) saved = { id: button.closest(".q").id, goOn: false };
});
document.body.addEventListener("htmx:afterSettle", (event) => {
  if (!saved || !event.target.closest || !event.target.closest(".q")) return;
  const section = document.getElementById(saved.id), goOn = saved.goOn;
  saved = null;
  turn(section, false);
  if (goOn && !section.querySelector(".faults")) step(1);
  else section.focus({ preventScroll: !section.querySelector(".faults") });
});

const isField = (target) =>
  target.closest && target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || isField(event.target)) return;
  if (!switched.checked) return;
  const key = event.key, onRadio = event.target.matches && event.target.matches("input");
  const inTexts = event.target.closest && event.target.closest(".texts");
  const down = key === "j" || (key === "ArrowDown" && !onRadio && !inTexts);
  const up = key === "k" || (key === "ArrowUp" && !onRadio && !inTexts);
  if (event.shiftKey && key !== "?") return;
  if (down) step(1);
  else if (up) step(-1);
  else if (key === "e") addEvidence();
  else if (key === "s") save(true);
  else if (key === "?") {
    help.open = !help.open;
    help.querySelector("summary").focus();
  } else if (SAID[key] && now()) {
    const radio = now().querySelector(`[name="said"][value="${SAID[key]}"]`);
    if (!radio) return;
    radio.checked = true;
  } else return;
  event.preventDefault();
});

try {
  switched.checked = localStorage.getItem("coding-keys") !== "off";
} catch {
  // Without a memory of its own the browser starts with keys each time.
}
switched.addEventListener("change", () => {
  try {
    localStorage.setItem("coding-keys", switched.checked ? "on" : "off");
  } catch {
    // It counts for this page then.
  }
});
window.addEventListener("pagehide", () => {
  const told = new FormData();
  told.set("gone", "1");
  told.set("csrfmiddlewaretoken", room.querySelector("[name=csrfmiddlewaretoken]").value);
  navigator.sendBeacon(room.dataset.here, told);
});
const asked = location.hash.startsWith("#q-") ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
turn(asked || questions().find((each) => !each.classList.contains("coded")) || questions()[0], Boolean(asked));
