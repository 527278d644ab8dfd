// Searching for a body shows what is found without leaving the message; without this script the page is loaded.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-find-body]");
  if (!form || !window.htmx) return;
  event.preventDefault();
  const address = `${form.action}?${new URLSearchParams(new FormData(form))}`;
  window.htmx
    .ajax("GET", address, { target: "#candidates", select: "#candidates", swap: "outerHTML" })
    .then(() => {
      window.history.replaceState(null, "", address);
      document.getElementById("find")?.focus();
    });
});
