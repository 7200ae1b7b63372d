import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { JsonObject } from './json.ts';

/** One line of a recorded exchange; the format is described in test/fixtures/README.md. */
export interface Entry {
  readonly ws?: string;
  readonly open?: { status: string; headers: [string, string][] };
  readonly send?: JsonObject;
  readonly receive?: JsonObject;
  readonly closed?: { code: number; reason: string };
  readonly http?: { method: string; path: string; headers: Record<string, string>; body?: unknown };
  readonly response?: { status: number; headers: [string, string][]; body: unknown };
}

const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));

/** The plain archive that was recorded beside the exchanges of Core. */
export const recordedArchive = (version: string): Buffer => readFileSync(`${fixtures}ha-real/${version}/plain.tar`);

/** The entries of e.g. `ha-real/2026.11.0/05-…json`; undefined where that scenario was not recorded. */
export function loadRecording(set: 'ha-real' | 'ha-os', version: string, scenario: string): Entry[] | undefined {
  const folder = `${fixtures}${set}/${version}`;
  const file = readdirSync(folder).find((name) => name.startsWith(`${scenario}-`) && name.endsWith('.json'));
  if (file === undefined) return undefined;
  const recording = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as { entries: Entry[] };
  return recording.entries;
}
