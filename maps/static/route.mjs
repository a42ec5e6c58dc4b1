/** Works along a way, as the page's list (#works) tells them. */

import { Asking } from './check.mjs';
import { element } from './dom.mjs';
import { WorksList } from './list.mjs';
import { placed } from './sides.mjs';
import { onThemeChange, pathOptions, signRenderer } from './signs.mjs';
import { cardSize, enterCard } from './view.mjs';

class Along {
  constructor(map, features, signs) {
    Object.assign(this, { map, signs, layers: new Map(), renderer: signRenderer(map), over: new AbortController() });
    this.group = L.featureGroup().addTo(map);
    this.list = new WorksList({ point: (id) => this.raise(id), show: (id, button) => this.show(id, button) });
    features.forEach((feature) => this.add(feature));
    onThemeChange(() => this.layers.forEach((layer) => this.dress(layer, false)), this.over.signal);
  }

  add(feature) {
    const layer = L.geoJSON(feature, {
      coordsToLatLng: placed(this.map),
      pointToLayer: (_, place) => L.circleMarker(place, { renderer: this.renderer }),
      style: () => ({ ...pathOptions(feature, this.signs), renderer: this.renderer }),
    });
    layer.feature = feature;
    layer.bindPopup(() => element('article', { class: 'map-card' }, ...this.told(feature.id)), cardSize(this.map));
    layer.on('mouseover', () => this.raise(feature.id)).on('mouseout', () => this.raise(null));
    this.layers.set(feature.id, layer);
    this.group.addLayer(layer);
  }

  /** What the list says of a work. */
  told(id) {
    const entry = this.list.root.querySelector(`[data-project-id="${CSS.escape(id)}"]`);
    return [...entry.children].filter((child) => !child.matches('button')).map((child) => child.cloneNode(true));
  }

  dress(layer, raised) {
    layer?.setStyle(pathOptions(layer.feature, this.signs, raised));
  }

  raise(id) {
    if (id === this.raised) return;
    this.dress(this.layers.get(this.raised), false);
    this.dress(this.layers.get(id), true);
    this.raised = id;
    this.list.mark(id);
  }

  show(id, button) {
    const layer = this.layers.get(id);
    this.map.getContainer().scrollIntoView({ block: 'nearest' });
    this.map.fitBounds(layer.getBounds(), { maxZoom: 16, padding: [60, 60], animate: false });
    const [part] = layer.getLayers();
    layer.openPopup(part.getLatLng?.() ?? part.getCenter?.() ?? layer.getBounds().getCenter());
    enterCard(layer, button);
  }

  clear() {
    this.over.abort();
    this.group.remove();
  }
}

/** The form and the map of a way. */
export function route(map, { signs }) {
  return new Asking(map, document.getElementById('check'), (features) => new Along(map, features, signs));
}
