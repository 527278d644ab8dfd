// The reply form: words beside a number mean something else than a reason why there is none. Writing one of them
// lets go of the other, so that nobody hands in both unseen; the form works without this, and asks instead.
const form = document.getElementById("answers");
if (!form) return;
let unsaved = false;
form.addEventListener("input", (event) => {
  unsaved = true;
  const box = event.target.closest("fieldset");
  if (!box || !event.target.matches(".amount div:first-child input") || !event.target.value) return;
  const none = box.querySelector('.instead input[type="radio"][value=""]');
  if (none) none.checked = true;
});
form.addEventListener("submit", () => { unsaved = false; });
document.body.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) unsaved = false; });
window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
