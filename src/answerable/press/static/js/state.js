// What a reader has chosen, kept in the address: a reload, a copied link and the way back bring it again.
const addressed = new URLSearchParams(location.search);
export const kept = (name) => addressed.get(name) ?? "";
export const keep = (name, value) => {
  if (value) addressed.set(name, value);
  else addressed.delete(name);
  try {
    history.replaceState(history.state, "", `${location.pathname}?${addressed}${location.hash}`.replace(/\?(#|$)/, "$1"));
  } catch {
    // Some browsers keep no state on the file system, or little of it at a time.
  }
};
// The words of the page's language, and what the page says of itself.
export const told = JSON.parse(document.getElementById("told")?.textContent ?? "{}");
