import { cutText } from '../shared/safe-text.ts';
import { longestShown, textWidth, wrapText } from './text-width.ts';

/** A sentence that is broken between words where it is too long; what follows stands under its beginning. */
interface Prose {
  /** `- ` or `  Why:  `. */
  readonly lead: string;
  readonly text: string;
}

/** Strings are written as they are: tables, paths and commands that somebody may want to copy. */
export type Line = string | Prose;

export const prose = (text: string, lead = ''): Prose => ({ lead, text });

const leastText = 20;

export const layOutLine = (line: Line, width: number): string[] => {
  if (typeof line === 'string') return [cutText(line, longestShown)];
  const { lead, text } = line;
  const leadWidth = textWidth(lead);
  return wrapText(text, Math.max(width - leadWidth, leastText)).map(
    (part, index) => (index === 0 ? lead : ' '.repeat(leadWidth)) + part,
  );
};
