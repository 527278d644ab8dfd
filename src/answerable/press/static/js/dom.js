// Elements made by hand.
export const make = (tag, attributes, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};
export const press = (act, ...children) => {
  const button = make("button", { type: "button" }, ...children);
  button.addEventListener("click", act);
  return button;
};
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name]);
