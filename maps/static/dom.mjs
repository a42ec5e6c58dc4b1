/** Elements built by hand: text is always text, never markup. */

const SVG = 'http://www.w3.org/2000/svg';

/** An HTML element with attributes and children; a string child becomes a text node. */
export function element(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) node.setAttribute(name, String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

/** Text made safe for the few Leaflet options that take markup. */
export function asMarkup(text) {
  return element('span', {}, text).innerHTML;
}

/** A function that runs once its calls have paused for so many milliseconds. */
export function paused(milliseconds, action) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(action, milliseconds);
  };
}

/** Does `action` for every item, giving the page a breath after each chunk. Stops when the signal is aborted. */
export async function inChunks(items, size, signal, action) {
  for (let start = 0; start < items.length; start += size) {
    if (signal?.aborted) return;
    items.slice(start, start + size).forEach(action);
    await new Promise((resume) => setTimeout(resume));
  }
}
