import { z } from 'zod';
import { bytes, idIn, isMoment, nameIn, record } from './listed-entries.ts';

/**
 * Shapes behind `supervisor/api` (facts#supervisor-endpoints), older Supervisors included: sizes in bytes and locations
 * came in 2024 and 2025.
 */

/** GET `/info`. */
export const supervisorInfoSchema = z.object({
  /** Version of Home Assistant OS; null without it. */
  hassos: z.unknown(),
  state: z.string().optional().catch(undefined),
});

const attributesSchema = z.object({ protected: z.boolean(), size_bytes: bytes.nullish() });

const contentSchema = z.object({
  addons: z.array(z.string()).default([]),
  folders: z.array(z.string()).default([]),
});

const supervisorItemSchema = z.object({
  slug: z.string(),
  name: z.string(),
  date: z.string(),
  protected: z.boolean(),
  size_bytes: bytes.nullish(),
  /** `null` is the computer's own disk. */
  location: z.string().nullish(),
  location_attributes: z.record(z.string(), attributesSchema).optional(),
  content: contentSchema.default({ addons: [], folders: [] }),
});
export type SupervisorItem = z.infer<typeof supervisorItemSchema>;

/** GET `/backups`, entry by entry; `odd` counts those that could not be read in full. */
export const supervisorListSchema = z.object({ backups: z.array(z.unknown()) }).transform(({ backups: list }) => {
  const backups: SupervisorItem[] = [];
  let odd = 0;
  for (const raw of list) {
    const { item, isOdd } = readItem(raw);
    const isNew = item !== undefined && !backups.some(({ slug }) => slug === item.slug);
    if (isNew) backups.push(item);
    if (isOdd || !isNew) odd += 1;
  }
  return { backups, odd };
});

/** Without those of its locations that cannot be read; without anything where it is not known what it is. */
const readItem = (raw: unknown): { readonly item?: SupervisorItem; readonly isOdd: boolean } => {
  const entry = record.safeParse(raw).data ?? {};
  const places = Object.entries(record.safeParse(entry['location_attributes']).data ?? {});
  const readable = places.filter(([, attributes]) => attributesSchema.safeParse(attributes).success);
  const known = {
    ...entry,
    name: typeof entry['name'] === 'string' ? entry['name'] : entry['slug'],
    protected: typeof entry['protected'] === 'boolean' ? entry['protected'] : false,
    content: readableContent(record.safeParse(entry['content']).data ?? {}),
    size_bytes: attributesSchema.shape.size_bytes.safeParse(entry['size_bytes']).data,
    location: typeof entry['location'] === 'string' ? entry['location'] : null,
    location_attributes: saysWhere(entry) ? undefined : Object.fromEntries(readable),
  };
  const whole = supervisorItemSchema.safeParse(raw).data;
  const item = whole ?? supervisorItemSchema.safeParse(known).data;
  if (!item || !idIn(item.slug) || !isMoment(item.date)) return { isOdd: true };
  return { item: { ...item, name: nameIn(item.name, item.slug) }, isOdd: isOdd(whole) };
};

/** A backup is somewhere as long as it is listed: places that are told as none are none that can be believed. */
const isOdd = (whole: SupervisorItem | undefined): boolean =>
  !whole || (whole.location_attributes !== undefined && Object.keys(whole.location_attributes).length === 0);

/** Older Supervisors tell one place in `location`, or none, which is the own disk. */
const saysWhere = ({ location, location_attributes: places }: Readonly<Record<string, unknown>>): boolean =>
  places === undefined && (location === undefined || location === null || typeof location === 'string');

const readableContent = ({ addons, folders }: Readonly<Record<string, unknown>>): z.infer<typeof contentSchema> => ({
  addons: textsIn(addons),
  folders: textsIn(folders),
});

const textsIn = (list: unknown): string[] =>
  Array.isArray(list) ? list.filter((entry) => typeof entry === 'string') : [];

/** GET `/backups/<slug>/info`: what the list does not tell. `isOdd`: something of it could not be read. */
export const supervisorDetailsSchema = record.transform(({ homeassistant, extra }) => {
  const version = z.string().nullish().safeParse(homeassistant);
  const more = record.nullish().safeParse(extra);
  return { homeassistant: version.data, extra: more.data, isOdd: !version.success || !more.success };
});
export type SupervisorDetails = z.infer<typeof supervisorDetailsSchema>;

/** POST `/backups/new/full` with `background`. */
export const startedSchema = z.object({ job_id: z.string() });

/** GET `/jobs/<id>`. What cannot be read of it is not known; `done` only where it says so. */
export const supervisorJobSchema = z.object({
  /** The new backup's slug, as soon as it is known. */
  reference: z.string().nullish().catch(undefined),
  stage: z.string().nullish().catch(undefined),
  done: z.boolean().nullish().catch(undefined),
  errors: z.array(z.object({ message: z.string().catch('') }).catch({ message: '' })).catch([]),
  child_jobs: z.array(z.object({ errors: z.array(z.unknown()).catch([]) }).catch({ errors: [] })).catch([]),
});
export type SupervisorJob = z.infer<typeof supervisorJobSchema>;

/** GET `/jobs/info`. What cannot be read may be one that is still at work. */
export const supervisorJobsSchema = z.object({
  jobs: z.array(z.object({ done: z.boolean().nullish().catch(undefined) }).catch({})).catch([{}]),
});

/** Event of `supervisor/subscribe` about the making of a backup, by whomever. */
export const backupJobEventSchema = z.object({
  event: z.literal('job'),
  data: z.object({
    name: z.string().regex(/^backup_manager_(full|partial)_backup$/),
    uuid: z.string(),
    done: z.boolean().nullish(),
  }),
});
