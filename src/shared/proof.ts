import { z } from 'zod';
import { ladder } from './ladder.ts';
import { problemSchema } from './run-report.ts';
import { provenBytes, testVerdicts } from './vocabulary.ts';

const [, ...names] = ladder.map(({ name }) => name);

/** What became of one level. `holds: null`: it was not tried or could not be told, for the reason in `problem`. */
export const levelResultSchema = z.object({
  level: z.number().int(),
  name: z.enum(names),
  holds: z.boolean().nullable(),
  /** When it was begun; null where it was not tried. */
  at: z.iso.datetime({ offset: true }).nullable(),
  ms: z.number().nonnegative().nullable(),
  problem: problemSchema.nullable(),
});
export type LevelResult = z.infer<typeof levelResultSchema>;

const count = z.number().int().nonnegative().nullable();

/** How much is in a backup; null = that is not in it. All that is kept of its content. */
export const countsSchema = z.object({
  parts: z.number().int().nonnegative(),
  files: z.number().int().nonnegative(),
  configEntries: count,
  devices: count,
  entities: count,
  /** Bytes. */
  database: count,
});
export type Counts = z.infer<typeof countsSchema>;

/** A newer program may know reasons that this one does not; that there is one must not get lost. */
const keptProblem = problemSchema.catch({ code: 'internal', facts: {} });

/** What was found out about a copy's content; manifests keep it. Nothing of the content itself but counts, sizes and names of parts. */
export const proofSchema = z.object({
  on: z.enum(provenBytes),
  /** From level 1 on. */
  levels: z.array(levelResultSchema.extend({ problem: keptProblem.nullable() })).max(ladder.length),
  counts: countsSchema.nullable(),
  /** What speaks against it and leaves it restorable. */
  doubts: z.array(z.object({ kind: z.string(), part: z.string() })).max(50),
});
export type Proof = z.infer<typeof proofSchema>;

/** The last time that a copy was brought back from the cloud for a test. */
export const copyTestSchema = z.object({ at: z.iso.datetime(), verdict: z.enum(testVerdicts) });
