/** Names that stand on the map: permanent, as text, and shortened or hidden where they would cover each other. */

import { element } from './dom.mjs';

const STANDING = { permanent: true, direction: 'center', interactive: false, opacity: 1, pane: 'labels' };
const labels = new WeakMap();

/**
 * Puts parts of text (`[class, text]`) at a place. Labels of higher `rank` win where two would overlap; none is shown
 * below its least zoom. `levels` are class names that make the label ever shorter. `move`, if given, says where the
 * label stands in the present view (`null`: nowhere).
 */
export function label(map, place, parts, { kind, rank = 0, leastZoom = 0, levels = [], move = null }) {
  const content = element('div', {}, ...parts.map(([name, part]) => element('span', { class: name }, part)));
  const list = listOf(map);
  const tooltip = L.tooltip({ ...STANDING, className: `map-label map-label-${kind}` });
  tooltip.setLatLng(place).setContent(content).addTo(map);
  list.push({ tooltip, rank, leastZoom, move, levels: ['', ...levels] });
  return tooltip;
}

function listOf(map) {
  if (!labels.has(map)) {
    labels.set(map, []);
    const pane = map.createPane('labels');
    pane.classList.add('map-labels');
    pane.setAttribute('aria-hidden', 'true'); // a list or a table says the same in order
    map.on('zoomend moveend resize', () => spread(map));
  }
  return labels.get(map);
}

/**
 * Lets labels keep clear of each other. Every label is first given room for its shortest form, so that no number gives
 * way to a name, and then grows where there is more.
 */
export function spread(map) {
  const entries = [...listOf(map)].sort((a, b) => b.rank - a.rank);
  const boxes = new Map();
  for (const level of [2, 1, 0]) {
    for (const entry of entries.filter(({ levels }) => level < levels.length)) fit(map, entry, boxes, level);
  }
  for (const entry of entries) entry.tooltip.getElement()?.classList.toggle('is-covered', !boxes.has(entry));
}

/** Gives a label its box in one of its forms if that covers no other; else leaves it as it was. */
function fit(map, entry, boxes, level) {
  const place = entry.move ? entry.move(map) : entry.tooltip.getLatLng();
  if (!entry.tooltip.getElement() || !place || map.getZoom() < entry.leastZoom) return;
  const box = boxAt(entry, place, level);
  const free = [...boxes].every(([other, taken]) => other === entry || !overlap(box, taken));
  if (free) {
    entry.level = level;
    boxes.set(entry, box);
  } else if (boxes.has(entry)) boxAt(entry, place, entry.level);
}

function boxAt({ tooltip, levels }, place, level) {
  const node = tooltip.getElement();
  levels.forEach((name, at) => name && node.classList.toggle(name, at <= level));
  tooltip.setLatLng(place);
  return node.getBoundingClientRect();
}

const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
