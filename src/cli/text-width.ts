const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Characters that terminals draw two cells wide: East Asian scripts and signs shown as pictures. */
const wide =
  /^(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|[\u3000-\u303E\uFF01-\uFF60])/u;

const graphemes = (text: string): string[] => [...segmenter.segment(text)].map(({ segment }) => segment);
const cells = (grapheme: string): number => (wide.test(grapheme) ? 2 : 1);

/** Cells that the text takes on a terminal. */
export const textWidth = (text: string): number => graphemes(text).reduce((sum, one) => sum + cells(one), 0);

/** Cut to so many cells, with an ellipsis where something is gone. */
export const fitText = (text: string, width: number): string => {
  if (textWidth(text) <= width) return text;
  let [fitted, left] = ['', width - 1];
  for (const grapheme of graphemes(text)) {
    if (cells(grapheme) > left) break;
    fitted += grapheme;
    left -= cells(grapheme);
  }
  return width < 1 ? '' : `${fitted}…`;
};

export const padText = (text: string, width: number): string => text + ' '.repeat(Math.max(width - textWidth(text), 0));

/**
 * Names come from Home Assistant and from files in iCloud: a control character in one of them could move the cursor or
 * rewrite what stands above.
 */
export const withoutControls = (text: string): string =>
  text.replace(/\p{Cc}/gu, '·').replace(/[\u202A-\u202E\u2066-\u2069]/g, '');

/** Breaks between words; a longer word stays whole. */
export const wrapText = (text: string, width: number): string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.trim().split(/ +/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && textWidth(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
};

/** Breaks wherever the width ends: for names and paths, of which nothing may be missing. */
export const breakText = (text: string, width: number): string[] => {
  const lines: string[] = [];
  let [line, used] = ['', 0];
  for (const grapheme of graphemes(text)) {
    if (used + cells(grapheme) > width && line !== '') {
      lines.push(line);
      [line, used] = ['', 0];
    }
    line += grapheme;
    used += cells(grapheme);
  }
  return [...lines, line];
};
