/** The map as a frame: first view, address of the view, buttons, scale, and places to jump to. */

import { setAddress } from './address.mjs';
import { asMarkup, element, paused } from './dom.mjs';
import { label } from './labels.mjs';
import { onPaper } from './paper.mjs';
import { svgOf } from './panes.mjs';
import { placed } from './sides.mjs';
import { nameIn, text } from './texts.mjs';

const HASH = /^#map=(\d{1,2}(?:\.\d+)?)\/(-?\d{1,2}(?:\.\d+)?)\/(-?\d{1,3}(?:\.\d+)?)$/;

/** Sets the first view (the address's, if it has one), keeps the address in step, and adds the usual buttons. */
export function frame(map, { bounds, attribution }) {
  map.getContainer().setAttribute('role', 'group');
  map.getContainer().setAttribute('aria-label', text('map'));
  L.control.zoom({ zoomInTitle: text('zoom-in'), zoomOutTitle: text('zoom-out') }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  map.attributionControl.setPrefix(false).addAttribution(asMarkup(attribution));
  map.fitBounds(bounds, { animate: false });
  readHash(map);
  onPaper(map);
  map.on('moveend', paused(150, () => writeHash(map)));
  addEventListener('hashchange', () => readHash(map));
  map.on('popupopen', ({ popup }) => {
    popup.getElement().querySelector('.leaflet-popup-close-button')?.setAttribute('aria-label', text('close'));
  });
}

function readHash(map) {
  const found = HASH.exec(location.hash);
  if (!found) return;
  const [zoom, latitude, longitude] = found.slice(1).map(Number);
  map.setView([latitude, longitude], zoom, { animate: false });
}

function writeHash(map) {
  const { lat, lng } = map.getCenter();
  setAddress({ hash: `#map=${map.getZoom()}/${lat.toFixed(5)}/${lng.toFixed(5)}` });
}

/**
 * Names places on the map, and keeps those outside the first view in reach: a button for each, and one back home.
 * `home` is what the way back is called, `bounds` where it leads.
 */
export function places(map, { items, home, bounds }) {
  const renderer = svgOf(map, 'places');
  const spots = items.map(({ names, longitude, latitude }) => ({ names, spot: placed(map)([longitude, latitude]) }));
  for (const { names, spot } of spots) {
    L.circleMarker(spot, { className: 'map-place', radius: 4, interactive: false, pane: 'places', renderer }).addTo(map);
    label(map, spot, [['map-label-name', nameIn(names)]], { kind: 'place', rank: 3 });
  }
  const far = spots.filter(({ spot }) => !L.latLngBounds(bounds).contains(spot));
  if (far.length === 0) return;
  const jumps = far.map(({ names, spot }) => jump(nameIn(names), () => map.setView(spot, 8, { animate: false })));
  control(map, 'bottomright', element('nav', { class: 'map-jumps', 'aria-label': text('places') },
    jump(nameIn(home), () => map.fitBounds(bounds, { animate: false })), ...jumps));
}

function jump(name, action) {
  const button = element('button', { type: 'button' }, name);
  button.addEventListener('click', action);
  return button;
}

/** Puts an element on the map as a Leaflet control that keeps its clicks to itself. */
export function control(map, position, node) {
  const added = new L.Control({ position });
  added.onAdd = () => {
    L.DomEvent.disableClickPropagation(node);
    return node;
  };
  return added.addTo(map);
}

/** How large the card of a work may be, so that it is seen as a whole beside the buttons. */
export function cardSize(map) {
  const { x, y } = map.getSize();
  const [maxWidth, maxHeight] = [Math.min(300, x - 95), y - 50];
  return { minWidth: Math.min(270, maxWidth), maxWidth, maxHeight, autoPanPaddingTopLeft: [55, 10] };
}

/** Leads the keyboard into an open card; Escape closes it, and closing leads who is in it back to where he was. */
export function enterCard(layer, back) {
  const card = layer.getPopup().getElement();
  card.querySelector('a')?.focus({ preventScroll: true });
  card.onkeydown = ({ key }) => {
    if (key === 'Escape') layer.closePopup();
  };
  layer.once('popupclose', () => {
    if (card.contains(document.activeElement) || document.activeElement === document.body) back.focus();
  });
}

const boards = new WeakMap();

/** What a part of the map has to say, over the map and announced, beside what other parts say; an empty text ends it. */
export function notices(map) {
  if (!boards.has(map)) boards.set(map, board(map));
  const { node, said } = boards.get(map);
  const part = {};
  return (message) => {
    if (message) said.set(part, message);
    else said.delete(part);
    const told = [...new Set(said.values())].join(' ');
    if (node.textContent !== told) node.textContent = told;
  };
}

/** The line of text: it is there from the first, since readers of screens hear only of what changes in it. */
function board(map) {
  const node = element('p', { class: 'map-notice', role: 'status' });
  map.getContainer().append(node);
  return { node, said: new Map() };
}
