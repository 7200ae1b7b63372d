import { formatBytes } from './format.ts';
import { messages, spoken } from './messages.ts';
import { withoutControls } from '../shared/safe-text.ts';
import type { SheetFacts } from '../shared/sheet.ts';

const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Names come from Home Assistant and from other computers: to a browser they are text and nothing else. */
const safe = (text: string): string => withoutControls(text).replace(/[&<>"']/g, (sign) => signs[sign] ?? '');

/** Fits A4 and Letter; black on white in print and on the screen; asks nobody for anything. */
const style = `
@page { margin: 12mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 182mm; padding: 4mm; background: #fff; color: #000; color-scheme: light;
  font: 9.2pt/1.3 system-ui, sans-serif; }
h1 { font-size: 15pt; margin: 0 0 1mm; } h2 { font-size: 11pt; margin: 2.5mm 0 .8mm; }
p { margin: 0 0 2mm; } ol { margin: 0; padding-left: 6mm; } li { margin: 0 0 .8mm; }
table { border-collapse: collapse; width: 100%; } th { text-align: left; width: 42mm; vertical-align: top; }
th, td { border: 1px solid #999; padding: .8mm 2mm; overflow-wrap: anywhere; }
.key { font: 700 13pt ui-monospace, monospace; } .line { display: block; border-bottom: 1px solid #000; height: 8mm; }
section { break-inside: avoid; } footer { margin-top: 3mm; font-size: 8.5pt; }
@media print { body { padding: 0; max-width: none; } }`;

/** As the front end writes them; `newest` is of the newest backup. */
export interface SheetDates {
  readonly now: string;
  readonly newest: string;
}

/** The break-glass sheet as a page of its own, in the language in use. */
export const sheetPage = (sheet: SheetFacts, key: string | undefined, dates: SheetDates): string => {
  const words = messages.sheet;
  const title = words.title(sheet.home?.name ?? words.anyHome);
  const { newest } = sheet;
  const ways = messages.waysBack({
    folder: sheet.folder,
    bytes: newest?.bytes ?? Number.POSITIVE_INFINITY,
    protected: newest?.protected ?? true,
    haVersion: newest?.haVersion ?? undefined,
  });
  return [
    `<!doctype html><html lang="${safe(spoken().language)}"><head><meta charset="utf-8">`,
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<meta name="viewport" content="width=device-width"><title>${safe(title)}</title><style>${style}</style></head><body>`,
    `<h1>${safe(title)}</h1><p>${safe(words.intro)}</p><table>`,
    ...rowsOf(sheet, dates).map(([label, text]) => `<tr><th>${safe(label)}</th><td>${safe(text)}</td></tr>`),
    `<tr><th>${safe(words.labels.key)}</th><td>${keyCell(sheet, key)}</td></tr></table>`,
    ...ways.map(
      (way) =>
        `<section><h2>${safe(way.title)}</h2><ol>${way.steps.map((step) => `<li>${safe(step)}</li>`).join('')}</ol></section>`,
    ),
    `<footer>${safe(words.deleted)} ${safe(words.asOf(dates.now))}</footer></body></html>\n`,
  ].join('\n');
};

const rowsOf = ({ account, folder, home, computers, newest }: SheetFacts, dates: SheetDates): [string, string][] => {
  const { labels, ...words } = messages.sheet;
  return [
    [labels.account, account ?? words.notSignedIn],
    [labels.folder, folder],
    ...(home ? ([[labels.home, `${home.name}, ${home.url}`]] satisfies [string, string][]) : []),
    [labels.computers, computers.join(', ')],
    [
      labels.newest,
      newest
        ? words.newest({
            date: dates.newest,
            bytes: formatBytes(newest.bytes),
            version: newest.haVersion ?? words.unknownVersion,
          })
        : words.none,
    ],
  ];
};

const keyCell = ({ newest }: SheetFacts, key: string | undefined): string => {
  const words = messages.sheet;
  if (key !== undefined) return `<span class="key">${safe(key)}</span><br>${safe(words.keepSafe)}`;
  if (newest && !newest.protected) return safe(words.noKeyNeeded);
  return `${safe(words.keyElsewhere)}<span class="line"></span>`;
};
