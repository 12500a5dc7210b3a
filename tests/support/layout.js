// What of a page lies outside its box or on top of something else. Evaluates to a list of findings in words.
() => {
  const TOLERANCE = 1; // pixels: fractions of a pixel are rounded one way or the other
  const found = new Set();
  const root = document.scrollingElement;
  const excess = root.scrollWidth - root.clientWidth;
  if (excess > 0) found.add(`the page is ${excess} px too wide`);

  const name = element => {
    const own = at => at.localName + [...at.classList].map(word => `.${word}`).join("") + (at.id ? `#${at.id}`.slice(0, 20) : "");
    return `${element.parentElement ? own(element.parentElement) : ""} > ${own(element)}`;
  };
  const cut = text => text.trim().slice(0, 24);
  const unseen = element => element.closest(".unseen, .skip, svg, script, style");
  const scrolls = element => /auto|scroll/.test(getComputedStyle(element).overflowX);

  // a scroll box may hold more than it shows, but lies within its own container
  const within = (box, element, what) => {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.display === "inline" || style.display === "contents") continue;
      const outer = at.getBoundingClientRect();
      if (style.overflowX === "hidden" && at.closest("[aria-hidden=true]")) return; // an ornament may be cut
      if (scrolls(at) && box !== outer) {
        box = outer;
        continue;
      }
      const over = Math.max(box.right - outer.right, outer.left - box.left);
      if (over > TOLERANCE) return void found.add(`${what} is ${Math.round(over)} px out of ${name(at)}`);
      if (style.position === "absolute") return;
    }
  };

  const pieces = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || unseen(element) || !element.checkVisibility({visibilityProperty: true})) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const scroller = element.closest(".scroll, pre");
    for (const box of range.getClientRects()) {
      if (box.width < 1) continue;
      within(box, element, `"${cut(node.data)}" in ${name(element)}`);
      // the box of a line is taller than its letters: lines that are set close overlap by their leading alone
      const leading = box.height * 0.25;
      pieces.push({node, element, scroller, left: box.left, right: box.right, top: box.top + leading, bottom: box.bottom - leading});
    }
  }

  pieces.sort((a, b) => a.top - b.top);
  for (let i = 0; i < pieces.length; i++) {
    const one = pieces[i];
    for (let j = i + 1; j < pieces.length && pieces[j].top < one.bottom; j++) {
      const other = pieces[j];
      if (one.node === other.node || one.scroller || other.scroller) continue;
      if (Math.min(one.right, other.right) - Math.max(one.left, other.left) > TOLERANCE)
        found.add(`"${cut(one.node.data)}" in ${name(one.element)} lies on "${cut(other.node.data)}" in ${name(other.element)}`);
    }
  }
  return [...found].slice(0, 12);
}
