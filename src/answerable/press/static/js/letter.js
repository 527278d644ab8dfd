// Letters: filled in, copied and opened here; nothing is sent.
export const writeLetter = (section) => {
  const text = section.querySelector("textarea"), copy = section.querySelector("button");
  const mail = section.querySelector(".mail"), pick = section.querySelector("select");
  let { to } = mail.dataset, { blank, page, name } = text.dataset;
  const open = () => {
    const body = encodeURIComponent(text.value.replace(/\n/g, "\r\n"));
    mail.href = `mailto:${to}?subject=${encodeURIComponent(mail.dataset.subject)}&body=${body}`;
    mail.hidden = mail.href.length > 1900;
    mail.nextElementSibling.hidden = !mail.hidden;
  };
  if (location.protocol.startsWith("http")) text.value = text.value.replace(blank, new URL(page, location).href.replace(/index\.html$/, ""));
  if (pick) {
    pick.parentElement.hidden = false;
    pick.addEventListener("change", () => {
      const chosen = pick.selectedOptions[0], next = chosen.dataset.name ?? text.dataset.name;
      text.value = text.value.replace(name, () => next);
      [to, name] = [pick.value, next];
      open();
    });
  }
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    let { said } = copy.dataset;
    try {
      await navigator.clipboard.writeText(text.value);
    } catch {
      text.select();
      said = copy.dataset.not;
    }
    section.querySelector("[role=status]").textContent = said;
  });
  text.addEventListener("input", open);
  open();
};
