import { z } from 'zod';
import { problemSchema } from './run-report.ts';
import { entryKinds, extractedKinds } from './vocabulary.ts';

const partKindSchema = z.enum(['homeassistant', 'app', 'folder', 'supervisor']);
export type PartKind = z.infer<typeof partKindSchema>;

const insideFileSchema = z.object({
  /** What `extract` takes: part, slash, path in it. */
  path: z.string(),
  type: z.enum(entryKinds),
  /** Bytes. */
  size: z.number().nonnegative(),
  /** ISO 8601; null where it cannot be read. */
  modified: z.string().nullable(),
});
export type InsideFile = z.infer<typeof insideFileSchema>;

const insidePartSchema = z.object({
  name: z.string(),
  kind: partKindSchema,
  /** As people know it: the app's name, the folder's path. */
  title: z.string(),
  version: z.string().nullable(),
  /** Bytes in the archive. */
  size: z.number().nonnegative(),
  /** By its bytes. */
  encrypted: z.boolean(),
  /** Null where nobody looked inside or could: no key, or one that does not fit. */
  files: z.array(insideFileSchema).nullable(),
  /** Further ones, which are too many to be listed. */
  more: z.number().int().nonnegative(),
  /** Why files are missing in the list, where that is a fault. */
  problem: problemSchema.nullable(),
});
export type InsidePart = z.infer<typeof insidePartSchema>;

/** Where the bytes came from, and how many were fetched over the network. */
const originSchema = z.object({
  from: z.enum(['file', 'staged', 'icloud']),
  /** Path on this computer, or in the cloud. */
  place: z.string(),
  /** Bytes of the archive. */
  bytes: z.number().nonnegative(),
  fetched: z.number().nonnegative(),
});
export type Origin = z.infer<typeof originSchema>;

/** Answer of `contents`. */
export const contentsSchema = z.object({
  origin: originSchema,
  /** From the table of contents; null where that is gone. */
  id: z.string().nullable(),
  name: z.string().nullable(),
  date: z.string().nullable(),
  parts: z.array(insidePartSchema),
  problems: z.array(problemSchema),
});
export type Contents = z.infer<typeof contentsSchema>;

const leftOutSchema = z.object({
  path: z.string(),
  /**
   * `unsafe`: its name leads elsewhere. `collides`: another one has its place on this computer. `name`: this disk takes no such
   * name. Else what it is.
   */
  cause: z.enum(['unsafe', 'collides', 'name', 'link', 'hard-link', 'device', 'pipe', 'other']),
});
export type LeftOut = z.infer<typeof leftOutSchema>;

/** Answer of `extract`. */
export const extractedSchema = z.object({
  origin: originSchema,
  /** What was asked for, as `contents` prints it. */
  path: z.string(),
  /** Where it is now. */
  target: z.string(),
  type: z.enum(extractedKinds),
  files: z.number().int().nonnegative(),
  bytes: z.number().nonnegative(),
  /** What could not be written, the first ones by name. */
  leftOut: z.array(leftOutSchema),
  leftOutCount: z.number().int().nonnegative(),
  /** Names that this computer would misunderstand, and what they are called instead. */
  renamed: z.array(z.object({ path: z.string(), as: z.string() })),
  renamedCount: z.number().int().nonnegative(),
  /** What vouches for the bytes: the encryption's own proof, or a checksum; `none` for a part that is neither. */
  proof: z.enum(['encryption', 'checksum', 'none']),
});
export type Extracted = z.infer<typeof extractedSchema>;
