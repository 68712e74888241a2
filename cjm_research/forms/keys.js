// Keeps the keys pressed in a form in that form. JupyterLab listens on the document and takes letters and arrows for its
// own wherever the focus is not in a text box, so a form lets no key out. Ctrl+S or Cmd+S presses its Save; a form
// without one leaves that key to JupyterLab, which saves the notebook.

const FORM = ".cjm-keys";
const met = new WeakSet();

const asksToSave = (event) =>
  (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "s";

function meet(event) {
  const form = event.target.closest?.(FORM);
  if (!form) return;
  if (!met.has(form)) {
    met.add(form);
    form.tabIndex = -1; // a press beside the controls leaves the focus in the form
    form.addEventListener("keydown", keep);
  }
  const save = event.type === "keydown" && asksToSave(event) && form.querySelector(".cjm-save");
  if (save) {
    event.preventDefault();
    event.stopPropagation();
    event.target.dispatchEvent(new Event("change", { bubbles: true })); // what is being typed counts
    save.click();
  }
}

function keep(event) {
  if (!asksToSave(event)) event.stopPropagation();
}

function render() {
  if (window.cjmKeys) return;
  window.cjmKeys = true;
  for (const kind of ["keydown", "mousedown", "focusin"]) document.addEventListener(kind, meet, true);
}

export default { render };
