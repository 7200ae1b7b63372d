import { cutText } from '../shared/safe-text.ts';

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Characters that terminals draw two cells wide: East Asian scripts and signs shown as pictures. */
const wide =
  /^(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|[\u3000-\u303E\uFF01-\uFF60])/u;

/** The segmenter hands a copy of the whole text out with every grapheme: of a text in pieces these stay small. */
const pieceUnits = 256;

function* graphemes(text: string): Generator<string> {
  for (let at = 0; at < text.length;) {
    const piece = text.slice(at, at + pieceUnits);
    const found = [...segmenter.segment(piece)].map(({ segment }) => segment);
    // The last one may go on in the next piece.
    if (at + piece.length < text.length && found.length > 1) found.pop();
    yield* found;
    at += found.reduce((sum, { length }) => sum + length, 0);
  }
}

const cells = (grapheme: string): number => (wide.test(grapheme) ? 2 : 1);
const plain = /^[\x20-\x7E]*$/;

/** Cells that the text takes on a terminal. */
export const textWidth = (text: string): number => {
  if (plain.test(text)) return text.length;
  let width = 0;
  for (const one of graphemes(text)) width += cells(one);
  return width;
};

/** Cut to so many cells, with an ellipsis where something is gone. */
export const fitText = (text: string, width: number): string => {
  // More than that many units of a letter with its accents are nobody's name.
  const whole = cutText(text, longestShown);
  if (textWidth(whole) <= width) return whole;
  let [fitted, left] = ['', width - 1];
  for (const grapheme of graphemes(whole)) {
    if (cells(grapheme) > left) break;
    fitted += grapheme;
    left -= cells(grapheme);
  }
  return width < 1 ? '' : `${fitted}…`;
};

export const padText = (text: string, width: number): string => text + ' '.repeat(Math.max(width - textWidth(text), 0));

/**
 * Longest line that is laid out at all, in UTF-16 units. Names come from Home Assistant and from files in iCloud and have any
 * length; an answer of megabytes helps nobody, and laying it out takes memory and time.
 */
export const longestShown = 10_000;

/** Breaks between words; a longer word stays whole. */
export const wrapText = (text: string, width: number): string[] => {
  const lines: string[] = [];
  let [line, used] = ['', 0];
  for (const word of cutText(text.trim(), longestShown).split(/ +/)) {
    const wordWidth = textWidth(word);
    if (line !== '' && used + 1 + wordWidth > width) {
      lines.push(line);
      [line, used] = [word, wordWidth];
    } else if (line === '') [line, used] = [word, wordWidth];
    else [line, used] = [`${line} ${word}`, used + 1 + wordWidth];
  }
  return [...lines, line];
};

/** Breaks wherever the width ends: for names and paths, of which nothing may be missing. */
export const breakText = (text: string, width: number): string[] => {
  const lines: string[] = [];
  let [line, used] = ['', 0];
  for (const grapheme of graphemes(cutText(text, longestShown))) {
    if (used + cells(grapheme) > width && line !== '') {
      lines.push(line);
      [line, used] = ['', 0];
    }
    line += grapheme;
    used += cells(grapheme);
  }
  return [...lines, line];
};
