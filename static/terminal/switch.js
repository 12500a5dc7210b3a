{
  const set = document.documentElement.dataset;
  const stored = (name, value) => {
    try {
      if (value == null) return localStorage["portfolio-" + name] || "";
      value ? localStorage["portfolio-" + name] = value : delete localStorage["portfolio-" + name];
    } catch { } // storage may be forbidden
    return "";
  };
  const apply = (name, value) => { if (value) set[name] = value; else delete set[name] };
  apply("palette", stored("palette"));
  apply("scheme", stored("scheme"));
  addEventListener("DOMContentLoaded", () => {
    const nav = document.querySelector("[data-palettes]");
    if (!nav) return; // a template of the owner's may have none
    const choose = (name, label, values) => {
      const select = document.createElement("select");
      select.ariaLabel = label;
      values.map((value, at) => select.add(new Option(value, at ? value : "")));
      select.value = stored(name);
      if (select.selectedIndex < 0) select.selectedIndex = 0;
      select.onchange = () => { apply(name, select.value); stored(name, select.value) };
      nav.append(select);
    };
    choose("palette", "Palette", nav.dataset.palettes.split(" "));
    choose("scheme", "Light or dark", ["as the system", "light", "dark"]);
  });
}
