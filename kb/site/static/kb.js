// Comfort only: every page works without this file.
"use strict";

// Suggestions while typing, as an ARIA combobox. Without it the box is a plain form.
for (const input of document.querySelectorAll("input[data-suggest]")) {
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = input.id + "-suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.placeholder || input.labels[0]?.textContent || "");
  list.hidden = true;
  input.parentElement.append(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  let chosen = -1;
  let waiting = 0;
  let asked = 0;

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (index) => {
    chosen = index;
    [...list.children].forEach((item, n) => item.setAttribute("aria-selected", String(n === index)));
    if (index >= 0) input.setAttribute("aria-activedescendant", list.children[index].id);
    else input.removeAttribute("aria-activedescendant");
  };
  // In the search box a suggestion leads to its page; in a form it is filled in.
  const take = (item) => {
    if (input.dataset.pick === undefined) { location.assign(item.dataset.path); return; }
    input.value = input.dataset.fill === "name" ? item.lastChild.textContent : item.dataset.id;
    close();
  };
  // Suggestions that come late do not take away what was chosen meanwhile.
  const show = (suggestions) => {
    const kept = list.hidden || chosen < 0 ? null : list.children[chosen].dataset.path;
    list.replaceChildren(...suggestions.map((one, n) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${n}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      const kind = document.createElement("small");
      kind.textContent = one.kind_name;
      const name = document.createElement("span");
      name.textContent = one.name;
      item.append(kind, name);
      item.dataset.path = one.path;
      item.dataset.id = one.id;
      item.addEventListener("mousedown", (event) => { event.preventDefault(); take(item); });
      return item;
    }));
    choose(kept === null ? -1 : suggestions.findIndex((one) => one.path === kept));
    list.hidden = !suggestions.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
  };
  const ask = async () => {
    const words = input.value.trim();
    const mine = ++asked;
    if (words.length < 2) { close(); return; }
    try {
      const answer = await fetch(`${input.dataset.suggest}?kind=${input.dataset.pick ?? ""}&q=${encodeURIComponent(words)}`);
      const told = answer.ok ? await answer.json() : { suggestions: [] };
      if (mine === asked && document.activeElement === input) show(told.suggestions);
    } catch { close(); }
  };
  input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(ask, 150); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const last = list.children.length - 1;
    if (event.key === "ArrowDown") { event.preventDefault(); choose(chosen >= last ? 0 : chosen + 1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); choose(chosen <= 0 ? last : chosen - 1); }
    else if (event.key === "Escape") { close(); }
    else if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); take(list.children[chosen]); }
  });
}

// The map opens in place: the page that a link leads to is fetched, and its map put here.
const mapLink = (event) => {
  const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  return plain ? event.target.closest?.("a.map-node:not(.is-open)") : null;
};
const nodeOf = (id) => document.querySelector(`a.map-node[data-id="${CSS.escape(id)}"]`);
// Moves the drawing until a document stands at a place of the window: where it stood before.
const scrollTo = (node, x, y) => {
  const { left, top } = node.getBoundingClientRect();
  node.closest(".drawing").scrollBy(left - x, top - y);
};
const root = document.querySelector("a.map-node.is-root");
if (root) {
  const { left, top, width, height } = root.closest(".drawing").getBoundingClientRect();
  scrollTo(root, left + width / 2, top + height / 2);
}
document.addEventListener("click", async (event) => {
  const link = mapLink(event);
  if (!link) return;
  event.preventDefault();
  const address = link.getAttribute("href");
  const here = document.getElementById("map");
  const { left, top } = link.getBoundingClientRect();
  const answer = await fetch(address).catch(() => null);
  const fresh = answer?.ok
    ? new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("map") : null;
  if (!fresh) { location.assign(address); return; }
  here.replaceWith(fresh);
  const opened = nodeOf(link.dataset.id);
  scrollTo(opened, left, top);
  opened.focus({ preventScroll: true });
  history.pushState({ map: true }, "", address);
});
window.addEventListener("popstate", () => { if (document.getElementById("map")) location.reload(); });
