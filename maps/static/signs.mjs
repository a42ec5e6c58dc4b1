/**
 * How a work is drawn: its status by colour *and* by dash (lines, areas) or shape (points, areas too small to see).
 * Colours come from the page's style sheet, so that light and dark have their own; dashes and shapes from the map.
 */

export const NOT_ENTERED = 'not-entered';

/** The status that decides how a work is drawn and filtered. */
export const statusOf = (properties) => properties.status ?? NOT_ENTERED;
export const categoryOf = (properties) => properties.category ?? NOT_ENTERED;

const SMALL = 12; // pixels: an area smaller than this is drawn as a shape
const RADIUS = 7;
const TOLERANCE = 6; // pixels beside a work that still are the work, for fingers
const ENLARGED = 1.5; // how much a view between two zooms may enlarge a tile
const PLAIN = { ...L.Path.prototype.options, fill: true }; // a tile's layers have no options of their own
const outlines = new Map();

function outline(shape) {
  if (!outlines.has(shape)) outlines.set(shape, new Path2D(shape));
  return outlines.get(shape);
}

/** A canvas that draws casings under lines and the shapes of statuses. */
const SignCanvas = L.Canvas.extend({
  /** Once a canvas is cleared for paper, the page below it is blank there: what changes is drawn over what was. */
  _clear() {
    if (!document.documentElement.classList.contains('is-printed')) L.Canvas.prototype._clear.call(this);
  },

  _fillStroke(ctx, layer) {
    const { casing, weight, stroke } = layer.options;
    if (casing && stroke) {
      Object.assign(ctx, { globalAlpha: 0.85, lineWidth: weight + 3, strokeStyle: casing, lineJoin: 'round', lineCap: 'round' });
      ctx.setLineDash([]);
      ctx.stroke();
    }
    L.Canvas.prototype._fillStroke.call(this, ctx, layer);
  },

  _updatePoly(layer, closed) {
    const size = layer._pxBounds?.getSize();
    if (closed && size && Math.max(size.x, size.y) < SMALL + layer._clickTolerance() * 2) {
      this._drawShape(layer, layer._pxBounds.getCenter());
    } else {
      L.Canvas.prototype._updatePoly.call(this, layer, closed);
    }
  },

  _updateCircle(layer) {
    if (this._drawing && !layer._empty()) this._drawShape(layer, layer._point);
  },

  _drawShape(layer, point) {
    if (!this._drawing) return;
    const { color, casing, sign, raised } = layer.options;
    const radius = RADIUS + (raised ? 3 : 0);
    const ctx = this._ctx;
    ctx.save();
    ctx.translate(point.x, point.y);
    ctx.scale(radius, radius);
    ctx.setLineDash([]);
    Object.assign(ctx, { globalAlpha: 1, lineJoin: 'round', strokeStyle: casing, fillStyle: sign.hollow ? casing : color });
    ctx.lineWidth = 5 / radius;
    ctx.stroke(outline(sign.shape));
    ctx.fill(outline(sign.shape));
    if (sign.hollow) {
      Object.assign(ctx, { lineWidth: 2.5 / radius, strokeStyle: color });
      ctx.stroke(outline(sign.shape));
    }
    ctx.restore();
  },
});

/**
 * The same for one vector tile: a canvas that belongs to no map and hears no events. Layers are gathered first and
 * drawn at once.
 */
export const SignTile = SignCanvas.extend({
  initialize(size) {
    L.setOptions(this, { tolerance: TOLERANCE });
    this._container = document.createElement('canvas');
    const ratio = Math.ceil((window.devicePixelRatio || 1) * ENLARGED);
    Object.assign(this._container, { width: size.x * ratio, height: size.y * ratio });
    this._ctx = this._container.getContext('2d');
    this._ctx.scale(ratio, ratio);
    this._layers = {};
  },

  getContainer() {
    return this._container;
  },

  /** Adds a layer of VectorGrid's, to be drawn by `draw`. */
  add(layer, options) {
    layer.render(this, { ...PLAIN, ...options });
    layer.makeInteractive(); // gives it its bounds
  },

  /** Draws what was added or dressed since, with what lies around it. */
  draw() {
    this._redraw();
  },

  /** Gives a layer other options, with which `draw` draws it. */
  dress(layer, options) {
    this._extendRedrawBounds(layer);
    layer.updateStyle(this, { ...PLAIN, ...options });
    this._extendRedrawBounds(layer);
  },

  layers() {
    return Object.values(this._layers);
  },

  /** The layer at a point (pixels from the tile's corner), the topmost of several. */
  layerAt(point) {
    return this.layers().findLast((layer) => layer._pxBounds.contains(point) && layer._containsPoint(point)) ?? null;
  },
});

const canvases = new WeakMap();

/** A map's one renderer for works, since of several canvases only the topmost hears the pointer. */
export function signRenderer(map) {
  if (!canvases.has(map)) canvases.set(map, new SignCanvas({ tolerance: TOLERANCE, padding: 0.2 })); // for fingers
  return canvases.get(map);
}

/** Leaflet's path options for a feature; `raised` is the one that is pointed at. */
export function pathOptions(feature, signs, raised = false) {
  const status = statusOf(feature.properties);
  const sign = Object.hasOwn(signs, status) ? signs[status] : signs[NOT_ENTERED];
  const name = Object.hasOwn(signs, status) ? status : NOT_ENTERED;
  return {
    sign,
    raised,
    color: colour(`--status-${name}`),
    casing: colour(raised ? '--map-raised' : '--map-casing'),
    weight: raised ? 6 : 4,
    dashArray: sign.dash,
    lineCap: 'butt',
    fillOpacity: raised ? 0.45 : 0.25,
    radius: RADIUS,
  };
}

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Calls `action` whenever colours change, by the reader's scheme or for paper, until the signal is aborted. */
export function onThemeChange(action, signal) {
  addEventListener('allimi-paper', action, { signal });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', action, { signal });
}
