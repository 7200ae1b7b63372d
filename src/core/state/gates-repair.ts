import { dayMs } from '../domain/day.ts';
import { gatesSchema, openGates, type Gates } from './gates.ts';

/** What Apple is spared after it was forgotten what it had said. */
const quietMs = 3_600_000;

type GateName = keyof typeof gatesSchema.shape;

const aboutApple: readonly GateName[] = [
  'appleNeedsUser',
  'appleNotBefore',
  'appleRefusal',
  'applePauses',
  'silentSignIns',
  'signIn',
];
const aboutDeletions: readonly GateName[] = [
  'pruned',
  'pruning',
  'pruneNotBefore',
  'knownCopies',
  'doubts',
  'spoilt',
  'pins',
];

/**
 * Everything readable of damaged gates. Gates must not open because a file was damaged: where something was lost that
 * protects the Apple account, Apple is left alone for an hour; where it protects copies, none is deleted unattended for a
 * day. What is lost of Home Assistant's refusals or of single backups is learned again by one attempt.
 */
export const repairGates = (content: unknown, now: Date): Gates => {
  const given: Readonly<Record<string, unknown>> = isObject(content) ? content : {};
  const empty: Readonly<Record<string, unknown>> = openGates();
  const lost = new Set<GateName>();
  const parts = Object.entries(gatesSchema.shape).map(([key, schema]) => {
    const name = key as GateName;
    const value = given[name];
    if (schema.safeParse(value).success) return [name, value] as const;
    lost.add(name);
    return [name, salvage(schema, value, empty[name])] as const;
  });
  return careful(gatesSchema.parse(Object.fromEntries(parts)), lost, now);
};

interface Schema {
  safeParse(value: unknown): { readonly success: boolean };
}

/** The readable entries of a list, of a record, or of the lists in an object; else what stands for nothing. */
const salvage = (schema: Schema, value: unknown, empty: unknown): unknown => {
  if (Array.isArray(value) && Array.isArray(empty)) return value.filter((entry) => schema.safeParse([entry]).success);
  if (!isObject(value) || !isObject(empty)) return empty;
  const parts = Object.entries(empty);
  if (parts.length === 0) {
    return Object.fromEntries(
      Object.entries(value).filter(([key, entry]) => schema.safeParse({ [key]: entry }).success),
    );
  }
  return Object.fromEntries(
    parts.map(([part, nothing]) => {
      const alone = { safeParse: (one: unknown) => schema.safeParse({ ...empty, [part]: one }) };
      return [part, alone.safeParse(value[part]).success ? value[part] : salvage(alone, value[part], nothing)] as const;
    }),
  );
};

const careful = (gates: Gates, lost: ReadonlySet<GateName>, now: Date): Gates => {
  const after = (ms: number): string => new Date(now.getTime() + ms).toISOString();
  const quiet = after(quietMs);
  const { appleNotBefore = quiet } = gates;
  const lostAny = (names: readonly GateName[]): boolean => names.some((name) => lost.has(name));
  return {
    ...gates,
    ...(lostAny(aboutApple)
      ? { appleNotBefore: new Date(appleNotBefore) > new Date(quiet) ? appleNotBefore : quiet }
      : {}),
    ...(lost.has('silentSignIns') ? { silentSignIns: [...gates.silentSignIns, now.toISOString()] } : {}),
    ...(lostAny(aboutDeletions) ? { pruneNotBefore: after(dayMs) } : {}),
  };
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
