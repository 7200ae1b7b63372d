import { z } from 'zod';
import { isBoundedJson } from '../bounded-json.ts';
import { manifestSchema, manifestSchemaVersion, type Manifest } from '../domain/manifest.ts';
import { withinBounds } from '../domain/manifest-bounds.ts';
import type { FolderMarker } from '../ports/destination.ts';

/** Longer than what this program writes about its longest names: only then is there something to cut. */
const usualLength = 8 * 1024;

/** `withinBounds` leaves some 5,000 values at most, three deep. In as few bytes could be a hundred thousand, and more. */
const bounds = { values: 20_000, depth: 16 } as const;

/** A later program's marker still says whose folder it is, where the known fields are in their place. */
const markerSchema = z.object({
  schema: z.number().int().min(1),
  instanceId: z.string().min(1),
  instanceName: z.string(),
  mintedBy: z.string().nullable(),
}) satisfies z.ZodType<FolderMarker>;

export const readMarker = (text: string | undefined): FolderMarker | undefined =>
  text === undefined ? undefined : markerSchema.safeParse(parseJson(text)).data;

export interface ReadManifest {
  readonly state: Manifest | 'unreadable' | 'newer';
  /** A newer manifest as this program would have written it, where it only has more in it. */
  readonly known?: Manifest;
}

export const readManifest = (text: string): ReadManifest => {
  const content = parseJson(text);
  const manifest = manifestSchema.safeParse(content).data;
  if (manifest) return { state: text.length > usualLength ? withinBounds(manifest) : manifest };
  const version = z.object({ schema: z.number() }).safeParse(content);
  if (!version.success || version.data.schema <= manifestSchemaVersion) return { state: 'unreadable' };
  const known = manifestSchema.safeParse({ ...Object(content), schema: manifestSchemaVersion }).data;
  return known ? { state: 'newer', known: withinBounds(known) } : { state: 'newer' };
};

const parseJson = (text: string): unknown => {
  if (!isBoundedJson(Buffer.from(text), bounds)) return undefined;
  try {
    return JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch {
    return undefined;
  }
};
