// What the audit asks of an open page. Evaluated in the page; everything hangs on `window.audit`.
(() => {
  const WHITE = [255, 255, 255, 1];
  const SILENT = new Set(["SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE", "TITLE"]);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  const colours = new Map();
  const sizes = new Map();

  // ---------------------------------------------------------------- naming and finding

  const squeeze = (text) => text.replace(/\s+/g, " ").trim();

  function name(element) {
    if (element.id) return `#${element.id}`;
    const steps = [];
    for (let at = element; at && at !== document.body && steps.length < 3; at = at.parentElement) {
      const own = [...at.classList].map((word) => `.${word}`).join("");
      steps.unshift(at.id ? `#${at.id}` : at.localName + own);
      if (at.id) break;
    }
    return steps.join(" > ") || element.localName;
  }

  function shown(element) {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && box.right > 0 && box.bottom + scrollY > 0;
  }

  function texts() {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (node.data.trim() && !SILENT.has(parent.tagName) && shown(parent)) found.push(node);
    }
    return found;
  }

  function open() {
    for (const details of document.querySelectorAll("details")) details.open = true;
  }

  // ---------------------------------------------------------------- colour

  function colour(text) {
    if (!colours.has(text)) {
      const parts = /^rgba?\(([\d.]+), ([\d.]+), ([\d.]+)(?:, ([\d.]+))?\)$/.exec(text);
      if (parts) {
        colours.set(text, [+parts[1], +parts[2], +parts[3], parts[4] === undefined ? 1 : +parts[4]]);
      } else {
        brush.clearRect(0, 0, 1, 1);
        brush.fillStyle = "#000";
        brush.fillStyle = text;
        brush.fillRect(0, 0, 1, 1);
        const [red, green, blue, alpha] = brush.getImageData(0, 0, 1, 1).data;
        colours.set(text, [red, green, blue, alpha / 255]);
      }
    }
    return colours.get(text);
  }

  const over = ([r, g, b, a], [R, G, B]) =>
    [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];

  // WCAG 2.2, relative luminance.
  function luminance(rgb) {
    const [r, g, b] = rgb.slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  function contrast(one, other) {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  }

  // The colour behind an element's text: its own and its ancestors' backgrounds, laid over each other.
  function ground(element) {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const layer = colour(getComputedStyle(at).backgroundColor);
      if (layer[3] > 0) layers.unshift(layer);
      if (layer[3] === 1) break;
    }
    return layers.reduce((below, layer) => over(layer, below), WHITE);
  }

  function opacity(element) {
    let product = 1;
    for (let at = element; at; at = at.parentElement) product *= +getComputedStyle(at).opacity;
    return product;
  }

  function paint(element, style, behind) {
    const fill = element instanceof SVGElement ? style.fill : style.color;
    const [r, g, b, a] = colour(fill);
    return over([r, g, b, a * opacity(element)], behind);
  }

  // Every text and every generated text with its contrast, lowest first.
  function textContrasts() {
    const found = [];
    const add = (element, style, text, behind) => {
      const ratio = contrast(paint(element, style, behind), behind);
      found.push({ ratio: Math.round(ratio * 100) / 100, where: name(element), text: squeeze(text).slice(0, 40) });
    };
    for (const node of texts()) {
      const parent = node.parentElement;
      if (parent.closest(":disabled")) continue;
      add(parent, getComputedStyle(parent), node.data, ground(parent));
    }
    for (const element of document.body.querySelectorAll("*")) {
      if (!shown(element)) continue;
      for (const part of ["::before", "::after", "::marker"]) {
        const style = getComputedStyle(element, part);
        if (!/["(]/.test(style.content) || !style.content.replace(/["\s]/g, "")) continue;
        if (part === "::marker" && style.content === "normal") continue;
        const behind = over(colour(style.backgroundColor), ground(element));
        add(element, style, `${part} ${style.content}`, behind);
      }
    }
    return found.sort((a, b) => a.ratio - b.ratio);
  }

  // ---------------------------------------------------------------- layout

  function overflow() {
    const root = document.scrollingElement;
    const excess = Math.max(root.scrollWidth, document.body.scrollWidth) - root.clientWidth;
    if (excess <= 0) return { excess: 0, where: "" };
    const scrolled = (element) => {
      for (let at = element.parentElement; at && at !== document.body; at = at.parentElement) {
        if (getComputedStyle(at).overflowX !== "visible") return true;
      }
      return false;
    };
    const culprits = [...document.body.querySelectorAll("*")].filter(
      (element) => element.getBoundingClientRect().right > root.clientWidth + 0.5 && !scrolled(element),
    );
    const innermost = culprits.filter((element) => !culprits.some((other) => other !== element && element.contains(other)));
    return { excess, where: [...new Set(innermost.map(name))].slice(0, 3).join(", ") };
  }

  // Text that a box without scrolling cuts off.
  function cut() {
    const found = [];
    for (const element of document.body.querySelectorAll("*")) {
      const style = getComputedStyle(element);
      const hidden = ["hidden", "clip"].includes(style.overflowX) || ["hidden", "clip"].includes(style.overflowY);
      if (!hidden || !shown(element) || !element.textContent.trim()) continue;
      if (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1) {
        found.push(name(element));
      }
    }
    return found;
  }

  function textSizes() {
    const found = new Map();
    for (const node of texts()) {
      const px = parseFloat(getComputedStyle(node.parentElement).fontSize);
      if (!found.has(px)) found.set(px, name(node.parentElement));
    }
    const smallest = Math.min(...found.keys());
    return { smallest, where: found.get(smallest), body: parseFloat(getComputedStyle(document.body).fontSize) };
  }

  function widthOfZero(font) {
    if (!sizes.has(font)) {
      brush.font = font;
      sizes.set(font, brush.measureText("0").width);
    }
    return sizes.get(font);
  }

  function block(node) {
    let at = node.parentElement;
    while (getComputedStyle(at).display.startsWith("inline") && at !== document.body) at = at.parentElement;
    return at;
  }

  // The widest line of running text in ch; what scrolls sideways (`pre`) is no running text.
  function longestLine() {
    const blocks = new Map();
    for (const node of texts()) {
      if (node.parentElement.closest("pre, svg, nav")) continue;
      const home = block(node);
      if (!blocks.has(home)) blocks.set(home, []);
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) if (box.width > 0) blocks.get(home).push(box);
    }
    let worst = { ch: 0, where: "" };
    for (const [home, boxes] of blocks) {
      const zero = widthOfZero(getComputedStyle(home).font);
      const lines = [];
      for (const box of boxes.sort((a, b) => a.bottom - b.bottom)) {
        const line = lines.at(-1);
        const middle = (box.top + box.bottom) / 2;
        if (line && middle > line.top && middle < line.bottom) {
          line.left = Math.min(line.left, box.left);
          line.right = Math.max(line.right, box.right);
        } else {
          lines.push({ top: box.top, bottom: box.bottom, left: box.left, right: box.right });
        }
      }
      for (const line of lines) {
        const ch = Math.round(((line.right - line.left) / zero) * 10) / 10;
        if (ch > worst.ch) worst = { ch, where: name(home) };
      }
    }
    return worst;
  }

  // ---------------------------------------------------------------- keyboard

  const CONTROLS = "a[href], button, input, select, textarea, summary, area[href], iframe, [tabindex], [contenteditable]";

  function focusables() {
    // of a group of radio buttons the Tab key stops at the chosen one
    return [...document.querySelectorAll(CONTROLS)].filter(
      (element) => !element.disabled && element.tabIndex >= 0 && element.checkVisibility({ visibilityProperty: true })
        && (element.type !== "radio" || element.checked),
    );
  }

  // Where the focus is among the controls; -1 for none of them, -2 for the page itself.
  function focusAt() {
    const active = document.activeElement;
    if (!active || active === document.body || active === document.documentElement) return -2;
    return focusables().indexOf(active);
  }

  function skipLink() {
    const active = document.activeElement;
    const href = active && active.getAttribute("href");
    if (!href || !href.startsWith("#") || href.length < 2) return `the first stop is ${active ? name(active) : "nothing"}`;
    const target = document.getElementById(decodeURIComponent(href.slice(1)));
    if (!target) return `${href} does not exist`;
    return target.closest("main") || target.querySelector("main") ? "" : `${href} is not the main part`;
  }

  // The outline's contrast with what lies behind it; 0 where there is no outline to see.
  function ring(element) {
    const before = getComputedStyle(element).boxShadow;
    element.focus();
    if (document.activeElement !== element) return { ratio: 0, why: "takes no focus" };
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    if (box.right <= 0 || box.bottom <= 0 || box.left >= innerWidth || box.top >= innerHeight) return { ratio: 0, why: "is off screen" };
    if (opacity(element) < 0.5) return { ratio: 0, why: "is invisible" };
    const behind = element.parentElement ? ground(element.parentElement) : WHITE;
    if (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1) {
      return { ratio: contrast(over(colour(style.outlineColor), behind), behind), why: `has an outline of ${style.outlineColor}` };
    }
    const shadow = /rgba?\([^)]*\)|color\([^)]*\)/.exec(style.boxShadow);
    if (style.boxShadow !== before && shadow) return { ratio: contrast(over(colour(shadow[0]), behind), behind), why: "has a shadow" };
    return { ratio: 0, why: "shows no outline" };
  }

  function focusRings() {
    return focusables().map((element) => {
      const { ratio, why } = ring(element);
      return { ratio: Math.round(ratio * 100) / 100, where: name(element), text: squeeze(element.textContent).slice(0, 40), why };
    }).sort((a, b) => a.ratio - b.ratio);
  }

  // ---------------------------------------------------------------- motion

  function running() {
    return document.getAnimations().filter((item) => item.playState === "running").map((item) => name(item.effect.target));
  }

  // Seconds until the last animation stands still.
  function restless() {
    const ends = document.getAnimations().map((item) => item.effect.getComputedTiming().endTime / 1000);
    return ends.length ? Math.min(Math.max(...ends), 1e6) : 0;
  }

  function moving() {
    const found = running();
    for (const element of document.querySelectorAll("*")) {
      const style = getComputedStyle(element);
      if (style.transitionDuration.split(",").some((part) => parseFloat(part) > 0)) found.push(`${name(element)} (transition)`);
      if (style.scrollBehavior === "smooth") found.push(`${name(element)} (smooth scrolling)`);
    }
    return found;
  }

  // ---------------------------------------------------------------- words

  // Words that are there to be read: controls that only work with scripts are none.
  function words() {
    open();
    const controls = [...document.querySelectorAll("button, select, input, [role=button], [role=switch]")];
    const before = controls.map((control) => control.hidden);
    for (const control of controls) control.hidden = true;
    const text = document.body.innerText;
    controls.forEach((control, index) => { control.hidden = before[index]; });
    return text;
  }

  function deadControls() {
    const state = () => [...document.querySelectorAll("main *")].map((element) => {
      const style = getComputedStyle(element);
      return [style.display, style.animation];
    }).join();
    // a box or a radio button that changes what is shown needs no script
    const works = (control) => {
      const chosen = document.querySelector(`input[type=radio][name="${control.name}"]:checked`);
      if (control.type !== "checkbox" && (control.type !== "radio" || control === chosen)) return control === chosen;
      const before = state();
      control.click();
      const changed = state() !== before;
      if (control.type === "radio" && !chosen) control.checked = false;
      else (chosen || control).click();
      return changed;
    };
    return [...document.querySelectorAll("button, [role=button], input, select")].filter((control) => {
      if (!shown(control) || control.disabled) return false;
      return !(control.form && control.form.hasAttribute("action")) && !control.popoverTargetElement && !works(control);
    }).map(name);
  }

  // ---------------------------------------------------------------- print

  function printed() {
    open();
    const left = "nav, .more a:not([href^=http]), body > footer, [aria-hidden=true], button, a[href='#main'], [hidden], details.aside, .reach, .diagram details, .chips small, .model label, .model legend";
    const words = [];
    for (const node of texts()) if (!node.parentElement.closest(left)) words.push(node.data);
    return {
      text: words.join(" "),
      headings: [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((heading) => squeeze(heading.innerText)),
      links: [...document.querySelectorAll("main a[href], footer a[href]")].filter(shown)
        .filter((link) => !link.closest("details.aside")).map((link) => link.getAttribute("href"))
        .filter((href) => /^(https?:|mailto:)/.test(href)),
    };
  }

  function paper() {
    const root = colour(getComputedStyle(document.documentElement).backgroundColor);
    const body = colour(getComputedStyle(document.body).backgroundColor);
    return luminance(over(body, over(root, WHITE)));
  }

  window.audit = {
    cut, deadControls, focusAt, focusRings, focusables, longestLine, moving, open, overflow, paper, printed,
    restless, skipLink, textContrasts, textSizes, words,
  };
})();
