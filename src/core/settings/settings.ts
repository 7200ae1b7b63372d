import type { ErrorFacts } from '../../shared/error-facts.ts';
import { AppError, isCode } from '../errors/app-error.ts';
import type { SettingsContent, SettingsFile } from '../ports/settings-file.ts';
import type { WithLock } from '../state/json-file.ts';
import { Mutex } from '../state/mutex.ts';
import { migrate, type Content } from './migrations.ts';
import { repair, repairText } from './repair.ts';
import { addReview } from './review.ts';
import { freshSettings, settingsSchema, type Settings } from './schema.ts';

export interface SettingsStoreOptions {
  readonly file: SettingsFile;
  /** How this computer calls itself, until the user says otherwise. */
  readonly computerName: string;
  readonly now: () => Date;
  /** Hears of `settings.broken` with `kept` (name of the copy) and `lost` (names of the fields that fell back). */
  readonly onBroken: (problem: AppError) => void;
  /** Keeps other processes away from a change. Default: there are none. */
  readonly hold?: WithLock;
}

/** What the rest of the core knows of the settings. */
export type SettingsAccess = Pick<SettingsStore, 'current' | 'load' | 'update'>;

/**
 * The settings of this data folder. Reading never writes, with one exception: a damaged file is kept aside and replaced
 * by what could be read of it. A file of a newer program is left alone and refused (`settings.newer`).
 */
export class SettingsStore {
  readonly #options: SettingsStoreOptions;
  readonly #listeners = new Set<(settings: Settings) => void>();
  #current: Settings | undefined;
  readonly #hold: WithLock;
  /** Updates wait for one another, or two of them would each lose the other's change. */
  readonly #queue = new Mutex();

  constructor(options: SettingsStoreOptions) {
    this.#options = options;
    this.#hold = options.hold ?? ((work) => work());
  }

  /** As last read or written by this process. */
  get current(): Settings {
    if (!this.#current) throw new AppError('internal', { kind: 'settings before load' });
    return this.#current;
  }

  /** Reads the file afresh. */
  async load(): Promise<Settings> {
    return await this.#queue.run(async () => {
      const settings = (await this.#readWhole()) ?? (await this.#hold(() => this.#readOrRepair()));
      return this.#take(settings);
    });
  }

  /**
   * Reads, changes, checks, writes; returns what was written. Errors: `settings.invalid` with `field` and `problem`, and
   * nothing is written then.
   */
  async update(change: (current: Settings) => Settings): Promise<Settings> {
    return await this.#queue.run(
      async () =>
        await this.#hold(async () => {
          const parsed = settingsSchema.safeParse(change(await this.#readOrRepair()));
          if (!parsed.success) throw new AppError('settings.invalid', firstIssue(parsed.error));
          await this.#options.file.write(parsed.data);
          return this.#take(parsed.data);
        }),
    );
  }

  /** Calls back after every load and update; returns how to stop. */
  subscribe(listener: (settings: Settings) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #take(settings: Settings): Settings {
    this.#current = settings;
    for (const listener of this.#listeners) listener(settings);
    return settings;
  }

  /** Undefined when the file is damaged. */
  async #readWhole(): Promise<Settings | undefined> {
    const found = await this.#options.file.read();
    // What was made up once (the computer's id) stays, also before the first write.
    if (found.kind === 'absent') return this.#current ?? freshSettings(this.#options.computerName);
    return found.kind === 'object' ? parse(found.content) : undefined;
  }

  async #readOrRepair(): Promise<Settings> {
    const whole = await this.#readWhole();
    if (whole) return whole;
    const found = await this.#options.file.read();
    return await this.#repair(found);
  }

  async #repair(found: SettingsContent): Promise<Settings> {
    const { file, computerName, now, onBroken } = this.#options;
    const fresh = freshSettings(computerName);
    const content = found.kind === 'object' && Object.keys(found.content).length > 0 ? found.content : undefined;
    const text = found.kind === 'unreadable' ? found.text : undefined;
    const { settings: mended, lost } = content ? repair(content, fresh) : repairText(text, fresh);
    const kept = await file.keepAside(`broken-${now().toISOString().replaceAll(':', '-')}`);
    const settings = lost.length === 0 ? mended : { ...mended, review: addReview(mended.review, lost, kept) };
    await file.write(settings);
    onBroken(new AppError('settings.broken', { kept, lost: lost.join(', ') }));
    return settings;
  }
}

/** Undefined when damaged. Errors: `settings.newer`. */
const parse = (content: Content): Settings | undefined => {
  try {
    return settingsSchema.safeParse(migrate(content)).data;
  } catch (error) {
    if (isCode(error, 'settings.newer')) throw error;
    // A migration that stumbles over damaged content says nothing more than that.
    return undefined;
  }
};

/** Names the field and the rule, never the value. */
const firstIssue = (error: {
  readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
}): ErrorFacts => {
  const issue = error.issues[0];
  return { field: issue?.path.map(String).join('.') ?? '', problem: issue?.message ?? '' };
};
