// After a part of the page was exchanged, whoever listens is told what is new; messages come out of band.
document.addEventListener("htmx:responseError", (event) => {
  const box = document.getElementById("messages");
  if (!box) return;
  const words = document.createElement("div");
  words.className = "message error";
  const said = new DOMParser().parseFromString(event.detail.xhr.responseText || "", "text/html").querySelector("main p");
  words.textContent = said ? said.textContent : "That did not work. Reload the page and look before you try again.";
  box.replaceChildren(words);
});
