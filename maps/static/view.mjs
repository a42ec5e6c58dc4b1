/** The map as a frame: first view, address of the view, buttons, scale, and places to jump to. */

import { setAddress } from './address.mjs';
import { asMarkup, element, paused } from './dom.mjs';
import { label } from './labels.mjs';
import { nameIn, text } from './texts.mjs';

const HASH = /^#map=(\d{1,2}(?:\.\d+)?)\/(-?\d{1,2}(?:\.\d+)?)\/(-?\d{1,3}(?:\.\d+)?)$/;

/** Sets the first view (the address's, if it has one), keeps the address in step, and adds the usual buttons. */
export function frame(map, { bounds, attribution }) {
  map.getContainer().setAttribute('role', 'region');
  map.getContainer().setAttribute('aria-label', text('map'));
  L.control.zoom({ zoomInTitle: text('zoom-in'), zoomOutTitle: text('zoom-out') }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  map.attributionControl.setPrefix(false).addAttribution(asMarkup(attribution));
  map.fitBounds(bounds, { animate: false });
  readHash(map);
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
  for (const { names, longitude, latitude } of items) {
    L.circleMarker([latitude, longitude], { className: 'map-place', radius: 4, interactive: false, renderer: L.svg() }).addTo(map);
    label(map, [latitude, longitude], [['map-label-name', nameIn(names)]], { kind: 'place', rank: 3 });
  }
  const far = items.filter(({ longitude, latitude }) => !L.latLngBounds(bounds).contains([latitude, longitude]));
  if (far.length === 0) return;
  const jumps = far.map((place) => jump(nameIn(place.names), () => map.setView([place.latitude, place.longitude], 8, { animate: false })));
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

/** Leads the keyboard into an open card; Escape closes it, and closing leads back to where the reader was. */
export function enterCard(layer, back) {
  const card = layer.getPopup().getElement();
  card.querySelector('a')?.focus({ preventScroll: true });
  card.onkeydown = ({ key }) => {
    if (key === 'Escape') layer.closePopup();
  };
  layer.once('popupclose', () => back.focus());
}

/** A line of text over the map that is also announced; an empty text hides it. */
export function notices(map) {
  const node = element('p', { class: 'map-notice', role: 'status', hidden: '' });
  map.getContainer().append(node);
  return (message) => {
    node.textContent = message;
    node.hidden = message === '';
  };
}
