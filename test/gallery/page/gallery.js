/** @typedef {{ room: string, name: string, page: string, size: { width: number, height: number } }} Shown */

/** @type {unknown} */
const given = await (await fetch('cases.json')).json();
const { cases, languages } = /** @type {{ cases: readonly Shown[], languages: readonly string[] }} */ (given);

/** What is chosen stays in the address, so that a reload and a link show the same. */
const choices = ['room', 'scheme', 'width', 'language'].map(
  (id) => /** @type {HTMLSelectElement} */ (document.getElementById(id)),
);
const [room, , , language] = choices;
room?.replaceChildren(...[...new Set(cases.map((one) => one.room))].map((name) => new Option(name)));
language?.replaceChildren(...languages.map((name) => new Option(name)));
const before = new URLSearchParams(location.hash.slice(1));
for (const choice of choices) choice.value = before.get(choice.id) ?? choice.value;

/** @param {Shown} one @param {number} number @param {string} scheme @param {string} width @param {string} spoken */
const figure = (one, number, scheme, width, spoken) => {
  const shown = document.createElement('figure');
  const caption = document.createElement('figcaption');
  caption.textContent = `${one.name} (${scheme})`;
  const frame = document.createElement('iframe');
  frame.title = `${one.room}: ${one.name}`;
  frame.width = width || String(one.size.width);
  frame.height = String(one.size.height);
  frame.loading = 'lazy';
  frame.src = `window/${scheme}/${spoken}/${number}/${one.page}.html`;
  shown.append(caption, frame);
  return shown;
};

const show = () => {
  const [wanted = '', scheme = 'light', width = '', spoken = 'en-GB'] = choices.map(({ value }) => value);
  location.hash = new URLSearchParams(choices.map(({ id, value }) => [id, value])).toString();
  const schemes = scheme === 'both' ? ['light', 'dark'] : [scheme];
  const figures = cases.flatMap((one, number) =>
    one.room === wanted ? schemes.map((each) => figure(one, number, each, width, spoken)) : [],
  );
  document.querySelector('main')?.replaceChildren(...figures);
};

for (const choice of choices) choice.addEventListener('change', show);
show();
