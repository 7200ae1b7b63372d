import { splitPlace, valueAt, withValueAt } from './file-shape.ts';
import type { Content } from './migrations.ts';
import { everything } from './review.ts';
import { carefulOf, choices, isAsked, settingsSchema, settingsVersion, type Settings } from './schema.ts';

export interface Repaired {
  readonly settings: Settings;
  /** Names of what had to fall back, such as `retention.days` or `instances`. */
  readonly lost: readonly string[];
}

/**
 * Everything readable of damaged settings; what is not falls back. A field that is merely absent has its default, as
 * always. Of a list only the damaged entries are dropped.
 */
export const repair = (content: Content, fresh: Settings): Repaired => {
  const fallback = careful(fresh);
  const lost = new Set<string>();
  const whole = Object.entries(settingsSchema.shape)
    .map(([name, schema]) => {
      const instead: unknown = fallback[name as keyof Settings];
      const value = name === 'schemaVersion' ? settingsVersion : content[name];
      return [name, readable({ name, schema, instead, lost }, value)] as const;
    })
    .filter(([, value]) => value !== undefined);
  const settings = settingsSchema.parse(Object.fromEntries(whole));
  return withCarefulGroups(settings, lost);
};

/** What belongs together is judged together: who does not know how many copies always stay lets none go by its age. */
const withCarefulGroups = (settings: Settings, lost: ReadonlySet<string>): Repaired => {
  const groups = new Set(choices.filter((row) => isAsked(row) && lost.has(row.place)).map(groupOf));
  const doubtful = choices
    .filter((row) => carefulOf(row) !== undefined && groups.has(groupOf(row)))
    .filter((row) => valueAt(settings, row.place) !== carefulOf(row));
  return {
    settings: doubtful.reduce((next, row) => withValueAt(next, row.place, carefulOf(row)), settings),
    lost: [...lost, ...doubtful.map(({ place }) => place)],
  };
};

const groupOf = ({ place }: { readonly place: string }): string => splitPlace(place)[0];

/** Nothing could be read but perhaps the id, without which the copies of this computer would be a stranger's. */
export const repairText = (text: string | undefined, fresh: Settings): Repaired => {
  const computerId = /"computerId"\s*:\s*"([0-9a-f]{16})"/.exec(text ?? '')?.[1];
  const settings = careful(fresh);
  return computerId === undefined
    ? { settings, lost: [everything, 'computerId'] }
    : { settings: { ...settings, computerId }, lost: [everything] };
};

/**
 * Where the usual default could cost the user something, the careful value stands in: nothing is deleted, and nothing
 * unencrypted is uploaded, until he has looked.
 */
const careful = (fresh: Settings): Settings =>
  choices
    .filter((row) => carefulOf(row) !== undefined)
    .reduce((next, row) => withValueAt(next, row.place, carefulOf(row)), fresh);

/** Where something was lost, the absence of these is a loss as well: their default deletes, or uploads in the clear. */
const protecting: ReadonlySet<string> = new Set(choices.filter(isAsked).flatMap((row) => [groupOf(row), row.place]));

interface Field {
  readonly name: string;
  readonly schema: { safeParse(value: unknown): { readonly success: boolean } };
  readonly instead: unknown;
  readonly lost: Set<string>;
}

const readable = (field: Field, value: unknown): unknown => {
  const { name, schema, instead, lost } = field;
  const isThere = (part: string): boolean => isObject(value) && part in value;
  const missed = isObject(instead) ? Object.keys(instead).filter((part) => !isThere(part)) : [];
  const isLoss = value === undefined ? protecting.has(name) : missed.some((part) => protecting.has(`${name}.${part}`));
  if (!isLoss && schema.safeParse(value).success) return value;
  if (Array.isArray(value) && Array.isArray(instead)) {
    lost.add(name);
    return value.filter((entry) => schema.safeParse([entry]).success);
  }
  if (isObject(value) && isObject(instead)) {
    // Each part alone against the whole field, whose other parts have defaults.
    const parts = Object.keys(instead).map((part) => {
      const fits = isThere(part)
        ? schema.safeParse({ [part]: value[part] }).success
        : !protecting.has(`${name}.${part}`);
      if (!fits) lost.add(`${name}.${part}`);
      return [part, fits ? value[part] : instead[part]] as const;
    });
    return Object.fromEntries(parts);
  }
  lost.add(name);
  return instead;
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
