import { settingsSchema, settingsVersion, type Settings } from './schema.ts';
import type { Content } from './migrations.ts';

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
  const whole = Object.entries(settingsSchema.shape).map(([name, schema]) => {
    const instead: unknown = fallback[name as keyof Settings];
    const value = name === 'schemaVersion' ? settingsVersion : content[name];
    return [name, readable({ name, schema, instead, lost }, value)] as const;
  });
  return { settings: settingsSchema.parse(Object.fromEntries(whole)), lost: [...lost] };
};

/**
 * Where the usual default could cost the user something, the careful value stands in: nothing is deleted, and nothing
 * unencrypted is uploaded, until he has looked.
 */
const careful = (fresh: Settings): Settings => ({
  ...fresh,
  retention: { ...fresh.retention, days: 0 },
  requireProtected: true,
});

interface Field {
  readonly name: string;
  readonly schema: { safeParse(value: unknown): { readonly success: boolean } };
  readonly instead: unknown;
  readonly lost: Set<string>;
}

const readable = (field: Field, value: unknown): unknown => {
  const { name, schema, instead, lost } = field;
  if (schema.safeParse(value).success) return value;
  if (Array.isArray(value) && Array.isArray(instead)) {
    lost.add(name);
    return value.filter((entry) => schema.safeParse([entry]).success);
  }
  if (isObject(value) && isObject(instead)) {
    // Each part alone against the whole field, whose other parts have defaults.
    const parts = Object.keys(instead).map((part) => {
      const fits = !(part in value) || schema.safeParse({ [part]: value[part] }).success;
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
