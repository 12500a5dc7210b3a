{
  const root = document.documentElement;
  const load = name => { try { return localStorage.getItem("portfolio-" + name) } catch { return null } };
  const save = (name, value) => {
    try { value ? localStorage.setItem("portfolio-" + name, value) : localStorage.removeItem("portfolio-" + name) } catch { }
  };
  const apply = (name, value) => { if (value) root.dataset[name] = value; else delete root.dataset[name] };
  for (const name of ["palette", "scheme"]) apply(name, load(name));
  addEventListener("DOMContentLoaded", () => {
    const nav = document.querySelector("nav.site[data-palettes]");
    if (!nav) return; // a template of the owner's may have none
    const choose = (name, label, options) => {
      const select = document.createElement("select");
      select.setAttribute("aria-label", label);
      for (const [value, text] of options) select.add(new Option(text, value));
      select.value = load(name) || "";
      if (select.selectedIndex < 0) select.selectedIndex = 0;
      select.onchange = () => { apply(name, select.value); save(name, select.value) };
      nav.append(select);
    };
    choose("palette", "Palette", nav.dataset.palettes.split(" ").map((name, at) => [at ? name : "", name]));
    choose("scheme", "Light or dark", [["", "as the system"], ["light", "light"], ["dark", "dark"]]);
  });
}
