import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

/**
 * Makes all icons of the app from the parts in resources/icons/source.svg:
 * macOS template pictures (the shape alone, 16 points), Windows .ico, Linux PNG, and the app's own icon.
 *
 *   npm run icons
 */

const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'resources', 'icons');

/** State -> colour where the system does not colour it itself. The mark in the cloud says the same without colour. */
const states = /** @type {const} */ ({
  ok: '#2f80ed',
  busy: '#2f80ed',
  warning: '#d97706',
  error: '#dc2626',
  paused: '#8b94a3',
  empty: '#8b94a3',
});
/** @typedef {keyof typeof states} State */

/**
 * @param {string} source
 * @param {string} id
 * @returns {string} the `d` of that part's path
 */
const pathOf = (source, id) => {
  const d = new RegExp(`id="${id}"[^/]*?d="([^"]+)"`, 's').exec(source)?.[1];
  if (d === undefined) throw new Error(`source.svg has no part ${id}`);
  return d;
};

const strokes = 'fill="none" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"';

/**
 * The shape alone, with the mark cut out: macOS colours it. `empty` is an outline.
 *
 * @param {string} source
 * @param {State} state
 */
const templateSvg = (source, state) => {
  const [cloud, mark] = [pathOf(source, 'cloud'), pathOf(source, `mark-${state}`)];
  const body =
    state === 'empty'
      ? `<path d="${cloud}" fill="none" stroke="#000" stroke-width="2.4"/><path d="${mark}" ${strokes} stroke="#000"/>`
      : `<mask id="m"><rect width="32" height="32" fill="#fff"/><path d="${mark}" ${strokes} stroke="#000"/></mask>
         <path d="${cloud}" fill="#000" mask="url(#m)"/>`;
  return svg(body);
};

/**
 * For task bars and panels of unknown colour: a coloured cloud, a white mark.
 *
 * @param {string} source
 * @param {State} state
 */
const colourSvg = (source, state) => {
  const [cloud, mark, colour] = [pathOf(source, 'cloud'), pathOf(source, `mark-${state}`), states[state]];
  const outline = `<path d="${cloud}" fill="none" stroke="${colour}" stroke-width="2.6"/>`;
  return svg(
    state === 'empty'
      ? `${outline}<path d="${mark}" ${strokes} stroke="${colour}"/>`
      : `<path d="${cloud}" fill="${colour}"/><path d="${mark}" ${strokes} stroke="#fff"/>`,
  );
};

/**
 * The app's own icon: the house in the cloud, on a tile with the margin that macOS wants.
 *
 * @param {string} source
 */
const appSvg = (source) =>
  svg(`<defs><linearGradient id="g" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#3f92ff"/><stop offset="1" stop-color="#1b62d6"/></linearGradient></defs>
    <rect x="3.1" y="3.1" width="25.8" height="25.8" rx="5.9" fill="url(#g)"/>
    <g transform="translate(16 16) scale(.66) translate(-16.2 -15.4)">
      <path d="${pathOf(source, 'cloud')}" fill="#fff"/><path d="${pathOf(source, 'house')}" fill="#1b62d6"/>
    </g>`);

/** @param {string} body */
const svg = (body) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${body}</svg>`;

/**
 * @param {string} text
 * @param {number} size pixels
 */
const png = (text, size) => new Resvg(text, { fitTo: { mode: 'width', value: size } }).render().asPng();

/**
 * An .ico whose pictures are PNG, which Windows reads since Vista.
 *
 * @param {readonly { size: number, bytes: Uint8Array }[]} pictures
 */
const ico = (pictures) => {
  const header = Buffer.alloc(6 + 16 * pictures.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(pictures.length, 4);
  let offset = header.length;
  for (const [index, { size, bytes }] of pictures.entries()) {
    const at = 6 + 16 * index;
    // 256 is written as 0.
    header.writeUInt8(size % 256, at);
    header.writeUInt8(size % 256, at + 1);
    header.writeUInt16LE(1, at + 4);
    header.writeUInt16LE(32, at + 6);
    header.writeUInt32LE(bytes.length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += bytes.length;
  }
  return Buffer.concat([header, ...pictures.map(({ bytes }) => bytes)]);
};

/**
 * Every icon file by name.
 *
 * @returns {Promise<Map<string, Uint8Array>>}
 */
export const makeIcons = async () => {
  const wasm = createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm');
  await initWasm(readFileSync(wasm));
  const source = readFileSync(join(folder, 'source.svg'), 'utf8');
  /** @type {Map<string, Uint8Array>} */
  const files = new Map();
  for (const state of /** @type {State[]} */ (Object.keys(states))) {
    const [shape, colour] = [templateSvg(source, state), colourSvg(source, state)];
    files.set(`tray-${state}Template.png`, png(shape, 16));
    files.set(`tray-${state}Template@2x.png`, png(shape, 32));
    const windows = [16, 20, 24, 32].map((size) => ({ size, bytes: png(colour, size) }));
    files.set(`tray-${state}.ico`, ico(windows));
    for (const size of [22, 24, 44, 48]) files.set(`tray-${state}-${size}.png`, png(colour, size));
  }
  const app = appSvg(source);
  files.set('app.png', png(app, 1024));
  files.set('app.ico', ico([16, 24, 32, 48, 64, 128, 256].map((size) => ({ size, bytes: png(app, size) }))));
  return files;
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = await makeIcons();
  for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes);
  console.log(`${files.size} icons in resources/icons`);
}
