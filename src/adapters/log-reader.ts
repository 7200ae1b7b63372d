import { join } from 'node:path';
import { z } from 'zod';
import { readOwnText } from '../core/state/small-file.ts';
import type { LogLine } from '../shared/contract/views.ts';
import { logLevels } from '../shared/vocabulary.ts';

const lineSchema = z.object({
  at: z.string(),
  level: z.enum(logLevels),
  event: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
});

/** The last lines of the log, oldest first. They were redacted when they were written (file-logger.ts). Error: `disk.failed`. */
export const readLog = async (folder: string, count: number): Promise<readonly LogLine[]> => {
  const newest = await linesOf(join(folder, 'app.log'));
  const lines = newest.length >= count ? newest : [...(await linesOf(join(folder, 'app.1.log'))), ...newest];
  return lines.slice(-count);
};

const linesOf = async (file: string): Promise<LogLine[]> =>
  ((await readOwnText(file)) ?? '').split('\n').flatMap((text) => {
    const line = parse(text);
    return line ? [line] : [];
  });

/** Undefined for a line that a crash tore. */
const parse = (text: string): LogLine | undefined => {
  try {
    const { at, level, event, facts } = lineSchema.parse(JSON.parse(text));
    const told = Object.entries(facts).map(([name, value]) => `${name}=${String(value)}`);
    return { at, level, text: [event, ...told].join(' ') };
  } catch {
    return undefined;
  }
};
