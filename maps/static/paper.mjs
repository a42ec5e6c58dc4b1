/** On paper a map is as it is seen, made small enough for a page (map.css) and drawn in light colours. */

const MOST = { x: 620, y: 450 }; // CSS pixels of a page's width and of half its height, on A4 as on US Letter

export function onPaper(map) {
  addEventListener('beforeprint', () => {
    const size = map.getSize();
    const scale = Math.min(1, MOST.x / size.x, MOST.y / size.y);
    const told = { '--paper-width': `${size.x}px`, '--paper-height': `${size.y}px`, '--paper-scale': scale };
    for (const [name, value] of Object.entries(told)) map.getContainer().style.setProperty(name, value);
    change(map, true);
  });
  addEventListener('afterprint', () => change(map, false));
}

/** Tells all who draw that colours have changed; what they draw on a canvas is drawn at once, as paper does not wait. */
function change(map, printed) {
  document.documentElement.classList.toggle('is-printed', printed);
  dispatchEvent(new Event('allimi-paper'));
  map.eachLayer((layer) => layer instanceof L.Canvas && layer._redraw());
}
