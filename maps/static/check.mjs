/**
 * A plan or a way that is asked about: drawn on the map or written into the page's form (#check), which also works
 * without a map. The server writes the answer into #results: the list, and what the map shows of it (#drawn); how many
 * there are stands before it (#results-count).
 */

import { fetchPage } from './feed.mjs';
import { Overlaps } from './overlaps.mjs';
import { svgOf } from './panes.mjs';
import { placed } from './sides.mjs';
import { text } from './texts.mjs';
import { notices } from './view.mjs';

const DIGITS = 7; // of a degree: a centimetre

/** Gives the tools to draw their words; to be called before they are made. */
export function drawing() {
  const { toolbar, handlers } = L.drawLocal.draw;
  // A finger's tap also comes as a mouse's click: taken for two, it would end a line at its second corner.
  L.Draw.Polyline.prototype._onTouch = () => {};
  Object.assign(toolbar.buttons, { polyline: text('draw-line'), polygon: text('draw-area') });
  for (const [part, name] of [['actions', 'cancel'], ['finish', 'finish'], ['undo', 'undo']]) {
    toolbar[part] = { title: text(`draw-${name}`), text: text(`draw-${name}`) };
  }
  for (const [handler, name] of [['polyline', 'line'], ['polygon', 'area']]) {
    handlers[handler].tooltip = { start: text(`draw-${name}-hint`), cont: text(`draw-${name}-hint`), end: text(`draw-${name}-hint`) };
  }
}

/** Tells readers of screens that the tools to draw are buttons, not links. */
function buttons(map) {
  for (const tool of map.getContainer().querySelectorAll('.leaflet-draw a')) tool.setAttribute('role', 'button');
}

export class Asking {
  /** `present` shows the features of an answer and gives what takes them off the map again (`clear`). */
  constructor(map, form, present) {
    const [results, count] = ['results', 'results-count'].map((id) => document.getElementById(id));
    Object.assign(this, { map, form, present, results, count, notice: notices(map) });
    const drawn = { interactive: false, style: { className: 'map-plan' }, renderer: svgOf(map, 'asked'), pane: 'asked' };
    this.plan = L.geoJSON(null, { ...drawn, coordsToLatLng: placed(map) }).addTo(map);
    map.on('draw:created', ({ layer }) => this.drawn(layer));
    map.on('draw:toolbaropened', () => buttons(map));
    buttons(map);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.ask();
    });
    form.addEventListener('change', () => this.ask());
    this.show();
  }

  /** Takes a drawn shape over into the form. */
  drawn(layer) {
    const { geometry } = layer.toGeoJSON(DIGITS);
    this.map.eachLayer((group) => group !== layer && group.hasLayer?.(layer) && group.removeLayer(layer)); // the form's is drawn
    this.form.elements.geometry.value = JSON.stringify(geometry);
    this.seen = this.form.elements.geometry.value;
    this.ask();
  }

  /** Asks about what the form has; a newer question ends an older one. */
  async ask() {
    if (!this.form.elements.geometry.value.trim()) return;
    this.request?.abort();
    this.request = new AbortController();
    const { signal } = this.request;
    try {
      const body = new URLSearchParams(new FormData(this.form));
      const page = await fetchPage(this.form.action, { method: 'POST', body, signal });
      if (signal.aborted) return;
      this.take(page);
      this.notice('');
    } catch (error) {
      if (signal.aborted) return;
      this.notice(text('not-answered'));
      console.warn(error);
    }
  }

  /** Puts the results of a page in place of those that are there. Throws where it has none. */
  take(page) {
    this.results.replaceChildren(...page.getElementById('results').childNodes);
    this.count.textContent = page.getElementById('results-count').textContent.trim(); // in place: it is announced
    this.show();
  }

  /** Shows where a plan is that was written, once; one that is drawn is in view. */
  bringIntoView() {
    const { value } = this.form.elements.geometry;
    if (value !== this.seen) this.map.fitBounds(this.plan.getBounds(), { maxZoom: 17, padding: [40, 40], animate: false });
    this.seen = value;
  }

  /** Draws what is asked about, and what the results on the page tell of. */
  show() {
    this.plan.clearLayers();
    this.shown?.clear();
    this.shown = null;
    const drawn = document.getElementById('drawn');
    if (!drawn) return;
    const { asked, features } = JSON.parse(drawn.textContent);
    this.plan.addData(asked);
    this.bringIntoView();
    this.shown = this.present(features);
  }
}

/** The form and the map of a plan. */
export function check(map, options) {
  return new Asking(map, document.getElementById('check'), (features) => {
    const overlaps = new Overlaps(map, document.getElementById('pairs'), options);
    overlaps.place(features);
    return overlaps;
  });
}
