{
  // Live reload: LiveReload's protocol 7, with more fields. Content only ever becomes text, never markup.
  const { dataset } = document.currentScript;
  const STORAGE_KEY = "portfolio-serve";
  const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]";
  let sheets = [];
  let overlay;

  const socketTo = (address) => {
    const socket = new WebSocket(address);
    const send = (message) => socket.send(JSON.stringify(message));
    socket.onopen = () => send({
      command: "hello",
      protocols: ["http://livereload.com/protocols/official-7"],
    });
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      if (message.command === "hello") {
        send({ command: "info", plugins: {}, url: location.href, version: dataset.version });
      } else if (message.command === "alert") {
        showOverlay(message.overlay);
      } else if (message.command === "reload") {
        update(message);
      }
    };
    socket.onclose = () => setTimeout(socketTo, 500, address);
  };

  const update = ({ styles, assets, version }) => {
    const loaded = () => performance.getEntriesByType("resource").map((entry) => new URL(entry.name).pathname);
    if (styles && swapStyles(styles)) {
      dataset.version = version;
    } else if (assets && !loaded().some((path) => assets.includes(path))) {
      dataset.version = version;
    } else {
      reload();
    }
  };

  // The page's policy names its stylesheet by hash, so the element's text cannot be changed: sheets made by this
  // script replace it, in the same order and for the same media.
  const swapStyles = (styles) => {
    const elements = [...document.querySelectorAll("style")];
    if (elements.length !== styles.length) return false;
    const made = styles.map((text, at) => {
      const sheet = new CSSStyleSheet({ media: elements[at].media });
      sheet.replaceSync(text);
      return sheet;
    });
    const others = document.adoptedStyleSheets.filter((sheet) => !sheets.includes(sheet));
    document.adoptedStyleSheets = [...others, ...made];
    elements.forEach((element) => { element.sheet.disabled = true });
    sheets = made;
    return true;
  };

  // On reload the browser restores the scroll position; the focus is restored here. The page itself stores the
  // chosen palette.
  const nameOf = (element) => [element.tagName, element.id, element.getAttribute("href"), element.ariaLabel].join("\n");
  const reload = () => {
    const { activeElement } = document;
    const alike = [...document.querySelectorAll(FOCUSABLE)].filter((other) => nameOf(other) === nameOf(activeElement));
    const focus = { address: location.href, name: nameOf(activeElement), at: alike.indexOf(activeElement) };
    try {
      if (focus.at >= 0) sessionStorage[STORAGE_KEY] = JSON.stringify(focus);
    } catch { }
    location.reload();
  };
  const restoreFocus = () => {
    try {
      const focus = JSON.parse(sessionStorage[STORAGE_KEY] || "{}");
      delete sessionStorage[STORAGE_KEY];
      if (focus.address !== location.href) return;
      const alike = [...document.querySelectorAll(FOCUSABLE)].filter((element) => nameOf(element) === focus.name);
      alike[focus.at]?.focus({ preventScroll: true });
    } catch { }
  };

  const STYLE = `
    :host { all: initial; position: fixed; inset: auto 0 0; z-index: 2147483647; display: block }
    section { box-sizing: border-box; max-height: 80vh; overflow: auto; padding: 1rem 1.25rem 1.25rem;
      background: #16181d; color: #e6e6e6; border-top: 4px solid #ff6b6b; font: 14px/1.5 ui-monospace, monospace }
    header { display: flex; justify-content: space-between; gap: 1rem; align-items: baseline }
    h2 { margin: 0; font-size: 1rem; color: #ff8f8f }
    pre { margin: 1rem 0 0; white-space: pre; overflow-x: auto; font: inherit; tab-size: 4 }
    button { font: inherit; color: inherit; background: none; border: 1px solid #8a8f99; padding: 0 .6rem; cursor: pointer }
    a { color: inherit }
    .error, .caret { color: #ff8f8f; font-weight: bold }
    .warning { color: #ffd479; font-weight: bold }
    .location { font-weight: bold }
    .help { color: #7fdbe6; font-weight: bold }
  `;
  const make = (tag, text, ...children) => {
    const element = document.createElement(tag);
    element.append(...(text ? [text] : []), ...children);
    return element;
  };
  const pieceOf = ([style, text, address]) => {
    if (!style) return text;
    const piece = make(address ? "a" : "span", text);
    if (address) piece.href = address;
    piece.className = style;
    return piece;
  };
  const showOverlay = ({ title, items }) => {
    overlay?.remove();
    overlay = undefined;
    if (!items.length) return;
    overlay = make("portfolio-problems");
    const root = overlay.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    const close = make("button", "hide");
    close.onclick = () => overlay.remove();
    const texts = items.map((pieces) => make("pre", "", ...pieces.map(pieceOf)));
    const section = make("section", "", make("header", "", make("h2", title), close), ...texts);
    section.setAttribute("role", "alert");
    section.tabIndex = 0;
    root.append(section);
    document.documentElement.append(overlay);
  };

  addEventListener("DOMContentLoaded", restoreFocus);
  // a proxy may answer instead of the server: by another name, and by https
  socketTo(`${location.protocol.replace("http", "ws")}//${location.host}${new URL(dataset.socket).pathname}`);
}
