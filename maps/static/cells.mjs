/**
 * Where works lie too close to be told apart, circles stand for them: sized by how many they are, with the number on
 * it, in the colour of the status that most of them have. What a circle counts is also text, for pointers and readers.
 */

import { element } from './dom.mjs';
import { codeName, compact, number, text } from './texts.mjs';

const ACROSS = 4; // circles across a tile
const EDGE = 0.3; // of a circle's part of the tile
const LEAST = 24;
const MOST = 48; // pixels; in a view between two zooms a tile's quarter may be 45

/**
 * The circles of a tile from its cells: neighbours are put together. A cell is `{place, counts}`, its place from 0 to
 * 1 across the tile, its counts by status; a circle is the same, about the mean of its works.
 */
export function circles(cells) {
  const merged = new Map();
  for (const cell of cells.filter(({ counts }) => sum(counts) > 0)) {
    const key = cell.place.map((share) => Math.floor(share * ACROSS)).join();
    merged.set(key, merged.has(key) ? together(merged.get(key), cell) : cell);
  }
  return [...merged.values()].map(({ place, counts }) => ({ place: place.map(amid), counts }));
}

/** Keeps a circle off the edges of its part of the tile, so that it covers its neighbour's number as little as can be. */
function amid(share) {
  const part = Math.floor(share * ACROSS);
  return (part + Math.min(1 - EDGE, Math.max(EDGE, share * ACROSS - part))) / ACROSS;
}

function together(one, other) {
  const [here, there] = [sum(one.counts), sum(other.counts)];
  const place = one.place.map((share, axis) => (share * here + other.place[axis] * there) / (here + there));
  const counts = { ...one.counts };
  for (const [status, works] of Object.entries(other.counts)) counts[status] = (counts[status] ?? 0) + works;
  return { place, counts };
}

const sum = (counts) => Object.values(counts).reduce((total, works) => total + works, 0);

/** The circle as a marker; a click leads nearer. The keyboard has the list, which leads to every work. */
export function circleMark(place, counts) {
  const ranked = Object.entries(counts).sort(([, a], [, b]) => b - a);
  const works = sum(counts);
  const size = Math.min(MOST, Math.max(LEAST, Math.round(20 + 6 * Math.log10(works))));
  const each = ranked.map(([status, many]) => `${codeName('status', status)}: ${number(many)}`);
  const spoken = `${text('works')}: ${number(works)}. ${each.join('; ')}`;
  const shown = element('span', { class: 'map-circle-count', role: 'img', 'aria-label': spoken }, compact(works));
  const icon = L.divIcon({ className: `map-circle status-${ranked[0][0]}`, iconSize: [size, size], html: shown });
  const mark = L.marker(place, { icon, keyboard: false, riseOnHover: true });
  mark.bindTooltip(() => inWords(works, ranked), { className: 'map-tooltip', opacity: 1 });
  return mark.on('click', () => nearer(mark));
}

function inWords(works, ranked) {
  const rows = ranked.map(([status, many]) => [
    element('dt', {}, element('span', { class: `badge status-${status}` }, codeName('status', status))),
    element('dd', {}, number(many)),
  ]);
  return element(
    'div',
    {},
    element('p', { class: 'map-circle-works' }, `${text('works')}: ${number(works)}`),
    element('dl', { class: 'facts facts-small' }, ...rows.flat()),
    element('p', { class: 'map-circle-hint' }, text('zoom-in-here')),
  );
}

function nearer(mark) {
  const map = mark._map;
  map.setView(mark.getLatLng(), Math.min(map.getMaxZoom(), map.getZoom() + 2), { animate: false });
}
