// What the page says of its own address.
export const sayAddress = () => {
  // The short address is the one to share; index.html is only there for the file system.
  if (location.protocol.startsWith("http") && location.pathname.endsWith("/index.html")) {
    history.replaceState(null, "", location.pathname.slice(0, -10) + location.search + location.hash);
  }
  for (const place of document.querySelectorAll(".address")) {
    if (location.protocol.startsWith("http")) place.textContent = location.href.split("#")[0];
  }
};
