import { messages, spoken } from './messages.ts';

/** Light or dark as the browser is; asks nobody for anything. */
const style = `
:root { color-scheme: light dark; }
body { display: grid; place-content: center; min-height: 90vh; margin: 0 auto; padding: 24px; max-width: 32em;
  font: 17px/1.5 system-ui, sans-serif; background: Canvas; color: CanvasText; }
h1 { font-size: 1.5em; line-height: 1.25; margin: 0 0 .4em; } p { margin: 0; }`;

interface SignInPages {
  readonly done: string;
  readonly refused: string;
}

/** What the browser shows when it comes back from Home Assistant, in the language in use. The words are ours alone. */
export const homeSignInPages = (): SignInPages => {
  const { done, doneText, refused, refusedText } = messages.homeSignIn;
  return { done: page(done, doneText), refused: page(refused, refusedText) };
};

const page = (title: string, text: string): string =>
  [
    `<!doctype html><html lang="${spoken().language}"><head><meta charset="utf-8">`,
    `<meta name="viewport" content="width=device-width"><title>${title}</title><style>${style}</style></head>`,
    `<body><main><h1>${title}</h1><p>${text}</p></main></body></html>\n`,
  ].join('\n');
