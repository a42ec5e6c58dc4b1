/** Panes of a map that have an SVG of their own, above or below others by their style (`map-<name>`). */

const known = new WeakMap();

/** The renderer of a pane, which is made when it is first asked for. */
export function svgOf(map, name) {
  if (!known.has(map)) known.set(map, new Map());
  const renderers = known.get(map);
  if (!renderers.has(name)) {
    map.createPane(name).classList.add(`map-${name}`);
    const renderer = L.svg({ pane: name, padding: 0.5 });
    renderer.on('add', () => renderer._container.setAttribute('role', 'none')); // what can be pressed in it speaks for itself
    renderers.set(name, renderer);
  }
  return renderers.get(name);
}
