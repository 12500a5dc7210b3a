{
  const set = document.documentElement.dataset;
  const stored = (name, value) => {
    try {
      if (value == null) return localStorage["portfolio-" + name] || "";
      value ? localStorage["portfolio-" + name] = value : delete localStorage["portfolio-" + name];
    } catch { }
    return "";
  };
  const apply = (name, value) => { if (value) set[name] = value; else delete set[name] };
  const nav = document.querySelector("[data-palettes]");
  const choose = (name, label, values, texts = values) => {
    apply(name, stored(name));
    if (!nav) return;
    const select = document.createElement("select");
    select.ariaLabel = label;
    values.map((value, at) => select.add(new Option(texts[at], at ? value : "")));
    select.value = stored(name);
    if (select.selectedIndex < 0) select.selectedIndex = 0;
    select.onchange = () => { apply(name, select.value); stored(name, select.value) };
    nav.append(select);
  };
  choose("palette", "{switch_palette}", nav ? nav.dataset.palettes.split(" ") : []);
  choose("scheme", "{switch_scheme}", ["", "light", "dark"], ["{switch_system}", "{switch_light}", "{switch_dark}"]);
}
