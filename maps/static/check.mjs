/**
 * A plan or a way that is asked about: drawn on the map or written into the page's form (#check), which also works
 * without a map. The server writes the answer into #results: the list, and what the map shows of it (#drawn).
 */

import { fetchText } from './feed.mjs';
import { Overlaps } from './overlaps.mjs';
import { text } from './texts.mjs';
import { notices } from './view.mjs';

const DIGITS = 7; // of a degree: a centimetre

/** Gives the tools to draw their words; to be called before they are made. */
export function drawing() {
  const { toolbar, handlers } = L.drawLocal.draw;
  Object.assign(toolbar.buttons, { polyline: text('draw-line'), polygon: text('draw-area') });
  for (const [part, name] of [['actions', 'cancel'], ['finish', 'finish'], ['undo', 'undo']]) {
    toolbar[part] = { title: text(`draw-${name}`), text: text(`draw-${name}`) };
  }
  for (const [handler, name] of [['polyline', 'line'], ['polygon', 'area']]) {
    handlers[handler].tooltip = { start: text(`draw-${name}-hint`), cont: text(`draw-${name}-hint`), end: text(`draw-${name}-hint`) };
  }
}

export class Asking {
  /** `present` shows the features of an answer and gives what takes them off the map again (`clear`). */
  constructor(map, form, present) {
    Object.assign(this, { map, form, present, results: document.getElementById('results'), notice: notices(map) });
    this.plan = L.geoJSON(null, { interactive: false, style: { className: 'map-plan' }, renderer: L.svg({ padding: 0.5 }) }).addTo(map);
    map.on('draw:created', ({ layer }) => this.drawn(layer));
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
    layer.remove(); // what the form has is drawn instead
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
      const page = new DOMParser().parseFromString(await fetchText(this.form.action, { method: 'POST', body, signal }), 'text/html');
      if (signal.aborted) return;
      this.notice('');
      this.results.replaceChildren(...page.getElementById('results').childNodes);
      this.show();
    } catch (error) {
      if (signal.aborted) return;
      this.notice(text('not-loaded'));
      console.warn(error);
    }
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
