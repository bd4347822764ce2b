// Light or dark as the system says, until the reader chooses. Runs before the page is shown, so that it does not flash.
const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");
const stored = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
const isDark = () => (root.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";

if (["dark", "light"].includes(stored())) root.dataset.theme = stored();

document.addEventListener("DOMContentLoaded", () => {
  const button = document.querySelector("button.theme");
  const label = () => {
    button.textContent = isDark() ? "Light" : "Dark";
    button.setAttribute("aria-label", `${button.textContent} colours`);
  };
  button.hidden = false;
  label();
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    try { localStorage.setItem("theme", root.dataset.theme); } catch { /* the choice lasts as long as the page */ }
    label();
    document.dispatchEvent(new CustomEvent("themechange"));
  });
  system.addEventListener("change", label);
});
